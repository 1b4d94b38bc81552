'use client';

import { useQuery } from '@apollo/client/react';
import { useMay } from '../access/viewer';
import { Failure } from '../parts/failure';
import { Forbidden } from '../parts/forbidden';
import { Loading } from '../parts/loading';
import { NotFound } from '../parts/not-found';
import { PageBody } from '../parts/page-body';
import { PageHead } from '../parts/page-head';
import { DocumentForm } from './document-form';
import { DocumentQuery } from './user-data-queries';

export function NewDocument() {
  const mayWrite = useMay('user-data:write');
  return (
    <>
      <PageHead title="New document" below="User data that instances share" />
      <PageBody narrow>
        {mayWrite ? <DocumentForm /> : <Forbidden needs="Operator" act="add user data" />}
      </PageBody>
    </>
  );
}

export function EditDocument({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(DocumentQuery, {
    variables: { id },
    fetchPolicy: 'no-cache',
  });
  const document = data?.userData;
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={10} />;
  if (!document) return <NotFound what="document" id={id} list="/user-data" />;
  return (
    <>
      <PageHead title={`Edit ${document.name ?? document.id}`} />
      <PageBody narrow>
        {document.viewerCanUpdate ? (
          <DocumentForm key={id} stored={document} />
        ) : (
          <Forbidden needs="Operator" act="change user data" />
        )}
      </PageBody>
    </>
  );
}
