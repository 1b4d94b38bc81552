'use client';

import { useQuery } from '@apollo/client/react';
import { Button, Tabs } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { ContentsForbidden } from '../access/contents-forbidden';
import { useMay } from '../access/viewer';
import { History } from '../audit/history';
import { graphql } from '../generated';
import type { DocumentFragment } from '../generated/graphql';
import { UsedBy } from '../instances/used-by';
import { CodeDrawer } from '../parts/code-drawer';
import { Failure } from '../parts/failure';
import { Loading } from '../parts/loading';
import { NotFound } from '../parts/not-found';
import { PageBody } from '../parts/page-body';
import { PageHead } from '../parts/page-head';
import { When } from '../parts/when';
import { DeleteDocument } from './delete-document';
import { documentSamples } from './document-code';
import { kindNames } from './user-data-kind';
import { UserDataView } from './user-data-view';

const DocumentPageQuery = graphql(`
  query DocumentPage($id: ID!, $withContents: Boolean!) {
    userData(by: { id: $id }) {
      id
      name
      kind
      updatedAt
    }
    whole: userData(by: { id: $id }) @include(if: $withContents) {
      ...Document
    }
  }
`);

const tabs = ['content', 'used-by', 'history'] as const;

export function DocumentPage({ id }: { id: string }) {
  const withContents = useMay('user-data:read');
  const { data, error, refetch } = useQuery(DocumentPageQuery, { variables: { id, withContents } });
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('content'));
  const document = data?.userData;
  const whole = data?.whole;
  if (error && !document) {
    return <Failure error={error} title="Could not load the document" onRetry={() => void refetch()} />;
  }
  if (!data) return <Loading rows={8} />;
  if (!document) return <NotFound what="document" id={id} list="/user-data" />;
  return (
    <>
      <PageHead
        title={document.name ?? document.id}
        below={
          <>
            <span>{kindNames[document.kind]}</span>
            <span>
              changed <When at={document.updatedAt} />
            </span>
          </>
        }
        actions={whole && <DocumentActions document={whole} />}
      />
      <Tabs value={tab} onChange={(next) => void setTab(next as (typeof tabs)[number])}>
        <Tabs.List pl={12}>
          <Tabs.Tab value="content">Content</Tabs.Tab>
          <Tabs.Tab value="used-by">Used by</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
        </Tabs.List>
        <PageBody tabbed>
          <Tabs.Panel value="content">
            {whole ? (
              <UserDataView userData={whole} editHref={`/user-data/${id}/edit`} linkDocument={false} />
            ) : (
              <ContentsForbidden />
            )}
          </Tabs.Panel>
          <Tabs.Panel value="used-by">
            <UsedBy filter={{ userData: id }} listHref={`/instances?userData=${id}`} />
          </Tabs.Panel>
          <Tabs.Panel value="history">
            <History subjectId={id} />
          </Tabs.Panel>
        </PageBody>
      </Tabs>
    </>
  );
}

function DocumentActions({ document }: { document: DocumentFragment }) {
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      {document.viewerCanUpdate && (
        <Button
          component={Link}
          href={`/user-data/${document.id}/edit`}
          leftSection={<IconPencil size={15} aria-hidden />}
        >
          Edit
        </Button>
      )}
      <CodeDrawer samples={() => documentSamples(document)} />
      {document.viewerCanUpdate && (
        <Button
          variant="default"
          leftSection={<IconTrash size={15} aria-hidden />}
          onClick={() => setDeleting(true)}
        >
          Delete
        </Button>
      )}
      {deleting && <DeleteDocument document={document} onClose={() => setDeleting(false)} />}
    </>
  );
}
