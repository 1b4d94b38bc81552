'use client';

import { ContentsForbidden } from '../access/contents-forbidden';
import { useMay } from '../access/viewer';
import { Failure } from '../parts/failure';
import { Forbidden } from '../parts/forbidden';
import { Loading } from '../parts/loading';
import { NotFound } from '../parts/not-found';
import { PageBody } from '../parts/page-body';
import { PageHead } from '../parts/page-head';
import { RecordForm } from './record-form';
import { type EditedKind, type NamedRecord, type RecordValues, titleOf } from './record-kind';
import { useRecord } from './record-page';

type Props<Row extends NamedRecord, Values extends RecordValues, Input> = {
  kind: EditedKind<Row, Values, Input>;
};

export function NewRecord<Row extends NamedRecord, Values extends RecordValues, Input>({
  kind,
}: Props<Row, Values, Input>) {
  const mayWrite = useMay(kind.permission);
  return (
    <>
      <PageHead title={`New ${kind.words.one}`} />
      <PageBody narrow>
        {mayWrite ? (
          <RecordForm kind={kind} initial={kind.empty} />
        ) : (
          <Forbidden needs="Operator" act={`add ${kind.words.many}`} />
        )}
      </PageBody>
    </>
  );
}

/** Read once: the cache would put another user's changes into a form that is being edited. */
export function EditRecord<Row extends NamedRecord, Values extends RecordValues, Input>({
  kind,
  id,
}: Props<Row, Values, Input> & { id: string }) {
  const { words, listPath, valuesOf } = kind;
  const { data, error, refetch } = useRecord(kind, id, 'no-cache');
  const record = data?.record as Row | null | undefined;
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  if (!record) return <NotFound what={words.one} id={id} list={listPath} />;
  if (!(kind.isWhole?.(record) ?? true)) return <ContentsForbidden />;
  return (
    <>
      <PageHead
        title={`Edit ${titleOf(record)}`}
        below={kind.subtitleOf?.(record) ?? <span className="mono">{record.id}</span>}
      />
      <PageBody narrow>
        {record.viewerCanUpdate ? (
          <RecordForm key={id} kind={kind} initial={valuesOf(record)} stored={record} />
        ) : (
          <Forbidden needs="Operator" act={`change ${words.many}`} />
        )}
      </PageBody>
    </>
  );
}
