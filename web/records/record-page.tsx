'use client';

import { useQuery } from '@apollo/client/react';
import { Button, Tabs } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
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
import type { NamedRecord, RecordKind } from './record-kind';
import { RecordUsers } from './record-users';

const tabs = ['overview', 'history'] as const;

type Props<Row extends NamedRecord, Values extends { name: string }, Input> = {
  kind: RecordKind<Row, Values, Input>;
  id: string;
};

export function RecordPage<Row extends NamedRecord, Values extends { name: string }, Input>({
  kind,
  id,
}: Props<Row, Values, Input>) {
  const { data, error, refetch } = useQuery(kind.documents.one, { variables: { id } });
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('overview'));
  const record = data?.record;
  if (error && !record) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={8} />;
  if (!record) return <NotFound what={kind.words.one} id={id} list={kind.listPath} />;
  return (
    <>
      <PageHead
        title={record.name}
        below={<CopyableText value={record.id} what="id" />}
        actions={<RecordActions kind={kind} record={record} />}
      />
      <Tabs value={tab} onChange={(next) => void setTab(next as (typeof tabs)[number])}>
        <Tabs.List pl={12}>
          <Tabs.Tab value="overview">Overview</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
        </Tabs.List>
        <PageBody tabbed>
          <Tabs.Panel value="overview">
            <Facts
              facts={[
                ...kind.factsOf(record),
                ['Created', <When key="c" at={record.createdAt} />],
                ['Changed', <When key="u" at={record.updatedAt} />],
              ]}
            />
            <RecordUsers kind={kind} id={id} />
          </Tabs.Panel>
          <Tabs.Panel value="history">
            <History subjectId={id} />
          </Tabs.Panel>
        </PageBody>
      </Tabs>
    </>
  );
}

function RecordActions<Row extends NamedRecord, Values extends { name: string }, Input>({
  kind,
  record,
}: {
  kind: RecordKind<Row, Values, Input>;
  record: Row;
}) {
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
      <CodeDrawer samples={() => recordSamples(kind, record)} />
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
