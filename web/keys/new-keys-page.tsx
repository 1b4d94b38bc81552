'use client';

import { useMay } from '../access/viewer';
import { Forbidden } from '../parts/forbidden';
import { PageBody } from '../parts/page-body';
import { PageHead } from '../parts/page-head';
import { NewKeys } from './new-keys';

export function NewKeysPage() {
  const mayWrite = useMay('keys:write');
  return (
    <>
      <PageHead title="Add SSH keys" />
      <PageBody narrow>{mayWrite ? <NewKeys /> : <Forbidden needs="Operator" act="add keys" />}</PageBody>
    </>
  );
}
