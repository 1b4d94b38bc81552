'use client';

import { useQuery } from '@apollo/client/react';
import type { ReactNode } from 'react';
import type { MetadataOfFragment } from '../generated/graphql';
import { bytesOf, hexDump, sizeText } from '../parts/bytes';
import { CodeBlock } from '../parts/code-block';
import { Failure } from '../parts/failure';
import { Loading } from '../parts/loading';
import { curlV1, curlV2 } from './curl-commands';
import { MetadataAnswerQuery } from './metadata-queries';
import classes from './metadata-tab.module.css';

type Props = { instance: MetadataOfFragment; path: string; sources: ReactNode };

/** One path: its raw answer, the source of the value, and the curl commands for the machine. */
export function MetadataReply({ instance, path, sources }: Props) {
  const { data, error, refetch } = useQuery(MetadataAnswerQuery, {
    variables: { id: instance.id, path },
    fetchPolicy: 'network-only',
  });
  const answer = data?.instance?.metadata;
  const v1 = instance.metadataOptions.httpTokens === 'OPTIONAL';
  if (error)
    return <Failure error={error} title="Could not load the answer" onRetry={() => void refetch()} />;
  return (
    <div className={classes.reply}>
      {answer ? <Raw path={path} {...answer} /> : <Loading rows={4} />}
      <section className={classes.source} aria-label="Source">
        <h2>Source</h2>
        {sources ?? <Loading rows={1} />}
      </section>
      <section className={classes.source} aria-label="Request it on the machine">
        <h2>Request it on the machine</h2>
        {!v1 && <p className="muted">This machine must use v2: without a token the answer is 401.</p>}
        <CodeBlock title="v2, with a session token" text={curlV2(path)} />
        <CodeBlock title="v1, without a token" text={curlV1(path)} />
      </section>
    </div>
  );
}

type RawProps = { path: string; status: number; contentType: string; bytes: string; text?: string | null };

function Raw({ path, status, contentType, bytes, text }: RawProps) {
  const raw = bytesOf(bytes);
  const binary = text === null || text === undefined;
  return (
    <CodeBlock
      title={`GET ${path}`}
      status={`${status} ${contentType} ${sizeText(raw.length)}`}
      text={binary ? hexDump(raw) : text}
    />
  );
}
