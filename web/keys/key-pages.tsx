'use client';

import { useMay } from '../access/viewer';
import { Forbidden } from '../parts/forbidden';
import { PageBody } from '../parts/page-body';
import { PageHead } from '../parts/page-head';
import { recordPages } from '../records/record-pages';
import { keyKind } from './key-kind';
import { NewKeys } from './new-keys';

const pages = recordPages(keyKind);

export function KeyList() {
  return <pages.List title="SSH keys" addLabel="Add keys" />;
}

export function NewKeysPage() {
  const mayWrite = useMay(keyKind.permission);
  return (
    <>
      <PageHead title="Add SSH keys" />
      <PageBody narrow>{mayWrite ? <NewKeys /> : <Forbidden needs="Operator" act="add keys" />}</PageBody>
    </>
  );
}

export function KeyPage({ id }: { id: string }) {
  return <pages.Page id={id} />;
}

export function EditKey({ id }: { id: string }) {
  return <pages.Edit id={id} />;
}
