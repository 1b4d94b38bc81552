'use client';

import { useQuery } from '@apollo/client/react';
import { Tabs } from '@mantine/core';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { History } from '../audit/history';
import { InstanceEvents } from '../events/instance-events';
import { ContentsForbidden } from '../access/contents-forbidden';
import { useMay } from '../access/viewer';
import { graphql } from '../generated';
import type { UserDataViewFragment } from '../generated/graphql';
import { Failure } from '../parts/failure';
import { Loading } from '../parts/loading';
import { CopyableText } from '../parts/copyable-text';
import { PageBody } from '../parts/page-body';
import { PageHead } from '../parts/page-head';
import { NotFound } from '../parts/not-found';
import { UserDataView } from '../user-data/user-data-view';
import { InstanceActions } from './instance-actions';
import { InstanceOverview } from './instance-overview';
import { InstanceWarnings } from './instance-warnings';
import { MetadataTab } from '../metadata/metadata-tab';
import { kinds } from '../records/kinds';

const InstancePageQuery = graphql(`
  query InstancePage($id: ID!, $withContents: Boolean!) {
    instance(by: { id: $id }) {
      ...InstanceOverview
      ...MetadataOf
      ...InstanceEvents
      ...InstanceWarnings
    }
    whole: instance(by: { id: $id }) @include(if: $withContents) {
      ...InstanceForm
      userData {
        ...UserDataView
      }
    }
  }
`);

const tabs = ['overview', 'metadata', 'events', 'user-data', 'history'] as const;

export function InstancePage({ id }: { id: string }) {
  const withContents = useMay('user-data:read');
  const { data, error, refetch } = useQuery(InstancePageQuery, { variables: { id, withContents } });
  const [tab, setTab] = useQueryState(
    'tab',
    parseAsStringLiteral(tabs).withDefault('overview').withOptions({ history: 'push' }),
  );
  const instance = data?.instance;
  const whole = data?.whole;
  if (error && !instance) {
    return <Failure error={error} title="Could not load the instance" onRetry={() => void refetch()} />;
  }
  if (!data) return <Loading rows={12} />;
  if (!instance) return <NotFound what="instance" id={id} list={kinds.instance.listPath} />;
  return (
    <>
      <PageHead
        title={instance.hostname}
        below={
          <>
            <CopyableText value={instance.instanceId} what="instance id" />
            {instance.tags.map(({ key, value }) => (
              <span key={key}>{value ? `${key}=${value}` : key}</span>
            ))}
          </>
        }
        actions={whole && <InstanceActions instance={whole} />}
      />
      <InstanceWarnings instance={instance} />
      <Tabs value={tab} onChange={(next) => void setTab(next as (typeof tabs)[number])}>
        <Tabs.List pl={12}>
          <Tabs.Tab value="overview">Overview</Tabs.Tab>
          <Tabs.Tab value="metadata">Metadata</Tabs.Tab>
          <Tabs.Tab value="events">Events</Tabs.Tab>
          <Tabs.Tab value="user-data">User data</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
        </Tabs.List>
        <PageBody tabbed>
          <Tabs.Panel value="overview">
            <InstanceOverview instance={instance} />
          </Tabs.Panel>
          <Tabs.Panel value="metadata">
            <MetadataTab instance={instance} />
          </Tabs.Panel>
          <Tabs.Panel value="events">
            <InstanceEvents instance={instance} />
          </Tabs.Panel>
          <Tabs.Panel value="user-data">
            <Contents whole={whole} editHref={`${kinds.instance.path}/${id}/edit`} />
          </Tabs.Panel>
          <Tabs.Panel value="history">
            <History subjectId={id} />
          </Tabs.Panel>
        </PageBody>
      </Tabs>
    </>
  );
}

type Whole = { userData: UserDataViewFragment | null };

function Contents({ whole, editHref }: { whole?: Whole | null; editHref: string }) {
  return whole ? <UserDataView userData={whole.userData} editHref={editHref} /> : <ContentsForbidden />;
}
