'use client';

import { useQuery } from '@apollo/client/react';
import { Failure } from '../parts/failure';
import { Forbidden } from '../parts/forbidden';
import { Loading } from '../parts/loading';
import { NotFound } from '../parts/not-found';
import { PageBody } from '../parts/page-body';
import { PageHead } from '../parts/page-head';
import { KeyForm } from './key-form';
import { KeyQuery } from './key-queries';

export function EditKey({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(KeyQuery, {
    variables: { id },
    fetchPolicy: 'no-cache',
  });
  const key = data?.sshKey;
  if (error && !key) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  if (!key) return <NotFound what="key" id={id} list="/keys" />;
  return (
    <>
      <PageHead title={`Edit ${key.name}`} below={<span className="mono">{key.fingerprint}</span>} />
      <PageBody narrow>
        {key.viewerCanUpdate ? (
          <KeyForm key={id} stored={key} />
        ) : (
          <Forbidden needs="Operator" act="change keys" />
        )}
      </PageBody>
    </>
  );
}
