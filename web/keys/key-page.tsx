'use client';

import { useQuery } from '@apollo/client/react';
import { Button, Tabs } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { History } from '../audit/history';
import type { KeyDetailsFragment } from '../generated/graphql';
import { UsedBy } from '../instances/used-by';
import { CodeBlock } from '../parts/code-block';
import { CodeDrawer } from '../parts/code-drawer';
import { Facts } from '../parts/facts';
import { Failure } from '../parts/failure';
import { Loading } from '../parts/loading';
import { CopyableText } from '../parts/copyable-text';
import { NotFound } from '../parts/not-found';
import { PageBody } from '../parts/page-body';
import { PageHead } from '../parts/page-head';
import { When } from '../parts/when';
import { DeleteKey } from './delete-key';
import { keySamples } from './key-code';
import { KeyQuery } from './key-queries';

const tabs = ['overview', 'history'] as const;

export function KeyPage({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(KeyQuery, { variables: { id } });
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('overview'));
  const key = data?.sshKey;
  if (error && !key)
    return <Failure error={error} title="Could not load the key" onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={8} />;
  if (!key) return <NotFound what="key" id={id} list="/keys" />;
  return (
    <>
      <PageHead
        title={key.name}
        below={<CopyableText value={key.fingerprint} what="fingerprint" />}
        actions={<KeyActions sshKey={key} />}
      />
      <Tabs value={tab} onChange={(next) => void setTab(next as (typeof tabs)[number])}>
        <Tabs.List pl={12}>
          <Tabs.Tab value="overview">Overview</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
        </Tabs.List>
        <PageBody tabbed>
          <Tabs.Panel value="overview">
            <KeyOverview sshKey={key} />
          </Tabs.Panel>
          <Tabs.Panel value="history">
            <History subjectId={id} />
          </Tabs.Panel>
        </PageBody>
      </Tabs>
    </>
  );
}

function KeyActions({ sshKey }: { sshKey: KeyDetailsFragment }) {
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      {sshKey.viewerCanUpdate && (
        <Button
          component={Link}
          href={`/keys/${sshKey.id}/edit`}
          leftSection={<IconPencil size={15} aria-hidden />}
        >
          Edit
        </Button>
      )}
      <CodeDrawer samples={() => keySamples(sshKey)} />
      {sshKey.viewerCanUpdate && (
        <Button
          variant="default"
          leftSection={<IconTrash size={15} aria-hidden />}
          onClick={() => setDeleting(true)}
        >
          Delete
        </Button>
      )}
      {deleting && <DeleteKey sshKey={sshKey} onClose={() => setDeleting(false)} />}
    </>
  );
}

function KeyOverview({ sshKey }: { sshKey: KeyDetailsFragment }) {
  return (
    <>
      <Facts
        title="Key"
        facts={[
          ['Type', sshKey.bits ? `${sshKey.type}, ${sshKey.bits} bits` : sshKey.type],
          ['Comment', sshKey.comment],
          ['Added', <When key="c" at={sshKey.createdAt} />],
          ['Changed', <When key="u" at={sshKey.updatedAt} />],
        ]}
      />
      <CodeBlock title="Public key" text={sshKey.publicKey} />
      <UsedBy filter={{ key: sshKey.id }} listHref={`/instances?key=${sshKey.id}`} />
    </>
  );
}
