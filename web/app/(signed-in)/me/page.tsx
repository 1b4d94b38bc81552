'use client';

import { PasswordForm } from '../../../access/password-form';
import { roleName } from '../../../access/role-names';
import { useViewer } from '../../../access/viewer';
import { PageBody } from '../../../parts/page-body';
import { PageHead } from '../../../parts/page-head';

export default function MePage() {
  const viewer = useViewer();
  return (
    <>
      <PageHead title={viewer.name ?? 'You'} below={roleName(viewer.role)} />
      <PageBody narrow>
        <PasswordForm />
      </PageBody>
    </>
  );
}
