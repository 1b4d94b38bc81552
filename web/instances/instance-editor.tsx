'use client';

import { skipToken, useQuery } from '@apollo/client/react';
import { useMay } from '../access/viewer';
import { Failure } from '../parts/failure';
import { Forbidden } from '../parts/forbidden';
import { Loading } from '../parts/loading';
import { NotFound } from '../parts/not-found';
import { PageBody } from '../parts/page-body';
import { PageHead } from '../parts/page-head';
import { InstanceForm } from './instance-form';
import { InstanceFormQuery } from './instance-form-fragment';
import { duplicateOf, emptyInstance, valuesOf } from './instance-values';
import { kinds } from '../records/kinds';

/** Read once: the cache would put another user's changes into a form that is being edited. */
const fresh = { fetchPolicy: 'no-cache' } as const;

export function NewInstance({ duplicate }: { duplicate: string | null }) {
  const mayWrite = useMay('instances:write');
  const { data, error, refetch } = useQuery(
    InstanceFormQuery,
    duplicate ? { variables: { id: duplicate }, ...fresh } : skipToken,
  );
  const model = data?.instance;
  if (duplicate && error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (duplicate && !data) return <Loading rows={12} />;
  if (duplicate && !model) return <NotFound what="instance" id={duplicate} list={kinds.instance.listPath} />;
  return (
    <>
      <PageHead
        title="Register an instance"
        below={model && `Copy of ${model.hostname}, without its names and addresses`}
      />
      <PageBody>
        {mayWrite ? (
          <InstanceForm initial={model ? duplicateOf(model) : emptyInstance} />
        ) : (
          <Forbidden needs="Operator" act="register instances" />
        )}
      </PageBody>
    </>
  );
}

export function EditInstance({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(InstanceFormQuery, { variables: { id }, ...fresh });
  const instance = data?.instance;
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={12} />;
  if (!instance) return <NotFound what="instance" id={id} list={kinds.instance.listPath} />;
  return (
    <>
      <PageHead
        title={`Edit ${instance.hostname}`}
        below={<span className="mono">{instance.instanceId}</span>}
      />
      <PageBody>
        {instance.viewerCanUpdate ? (
          <InstanceForm key={id} initial={valuesOf(instance)} stored={instance} />
        ) : (
          <Forbidden needs="Operator" act="change instances" />
        )}
      </PageBody>
    </>
  );
}
