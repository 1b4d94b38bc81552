'use client';

import { useQuery } from '@apollo/client/react';
import { Button, Tabs } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { parseAsString, useQueryState } from 'nuqs';
import { useState } from 'react';
import { useMay } from '../access/viewer';
import { History } from '../audit/history';
import { CodeDrawer } from '../parts/code-drawer';
import { Facts } from '../parts/facts';
import { Failure } from '../parts/failure';
import { Loading } from '../parts/loading';
import { CopyableText } from '../parts/copyable-text';
import { NotFound } from '../parts/not-found';
import { PageBody } from '../parts/page-body';
import { PageHead } from '../parts/page-head';
import { When } from '../parts/when';
import { DeleteRecord } from './delete-record';
import { recordSamples } from './record-code';
import { type EditedKind, type NamedRecord, type RecordTab, type RecordValues, titleOf } from './record-kind';
import { RecordUsers } from './record-users';

type Props<Row extends NamedRecord, Values extends RecordValues, Input> = {
  kind: EditedKind<Row, Values, Input>;
  id: string;
};

/** Loads a record, with its contents if there are any and the viewer may read them. */
export function useRecord<Row extends NamedRecord, Values extends RecordValues, Input>(
  { documents: { one }, hasContents = false }: EditedKind<Row, Values, Input>,
  id: string,
  fetchPolicy?: 'no-cache',
) {
  const withContents = useMay('user-data:read');
  const variables = hasContents ? { id, withContents } : { id };
  return useQuery(one, { variables, fetchPolicy });
}

export function RecordPage<Row extends NamedRecord, Values extends RecordValues, Input>({
  kind,
  id,
}: Props<Row, Values, Input>) {
  const { data, error, refetch } = useRecord(kind, id);
  const tabs = kind.tabs ?? [overviewOf(kind)];
  const [named, setTab] = useQueryState('tab', parseAsString.withDefault(tabs[0]!.id));
  const tab = named === 'history' || tabs.some((one) => one.id === named) ? named : tabs[0]!.id;
  const record = data?.record as Row | null | undefined;
  if (error && !record) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={8} />;
  if (!record) return <NotFound what={kind.words.one} id={id} list={kind.listPath} />;
  return (
    <>
      <PageHead
        title={titleOf(record)}
        below={kind.subtitleOf?.(record) ?? <CopyableText value={record.id} what="id" />}
        actions={<RecordActions kind={kind} record={record} />}
      />
      <Tabs value={tab} onChange={(next) => void setTab(next)}>
        <Tabs.List pl={12}>
          {tabs.map(({ id: value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
          <Tabs.Tab value="history">History</Tabs.Tab>
        </Tabs.List>
        <PageBody tabbed>
          {tabs.map(({ id: value, render }) => (
            <Tabs.Panel key={value} value={value}>
              {render(record)}
            </Tabs.Panel>
          ))}
          <Tabs.Panel value="history">
            <History subjectId={id} />
          </Tabs.Panel>
        </PageBody>
      </Tabs>
    </>
  );
}

function overviewOf<Row extends NamedRecord, Values extends RecordValues, Input>(
  kind: EditedKind<Row, Values, Input>,
): RecordTab<Row> {
  return {
    id: 'overview',
    label: 'Overview',
    render: (record) => <Overview kind={kind} record={record} />,
  };
}

type OfRecord<Row extends NamedRecord, Values extends RecordValues, Input> = {
  kind: EditedKind<Row, Values, Input>;
  record: Row;
};

function Overview<Row extends NamedRecord, Values extends RecordValues, Input>({
  kind,
  record,
}: OfRecord<Row, Values, Input>) {
  const { factsOf, Details, documents, users } = kind;
  return (
    <>
      <Facts
        facts={[
          ...factsOf(record),
          ['Created', <When key="c" at={record.createdAt} />],
          ['Changed', <When key="u" at={record.updatedAt} />],
        ]}
      />
      {Details && <Details record={record} />}
      <RecordUsers query={documents.users} words={users} id={record.id} />
    </>
  );
}

function RecordActions<Row extends NamedRecord, Values extends RecordValues, Input>({
  kind,
  record,
}: OfRecord<Row, Values, Input>) {
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      {record.viewerCanUpdate && (
        <Button
          component={Link}
          href={`${kind.path}/${record.id}/edit`}
          leftSection={<IconPencil size={15} aria-hidden />}
        >
          Edit
        </Button>
      )}
      {(kind.isWhole?.(record) ?? true) && <CodeDrawer samples={() => recordSamples(kind, record)} />}
      {record.viewerCanUpdate && (
        <Button
          variant="default"
          leftSection={<IconTrash size={15} aria-hidden />}
          onClick={() => setDeleting(true)}
        >
          Delete
        </Button>
      )}
      {deleting && <DeleteRecord kind={kind} record={record} onClose={() => setDeleting(false)} />}
    </>
  );
}
