'use client';

import { useQuery } from '@apollo/client/react';
import { IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react';
import Link from 'next/link';
import { graphql } from '../generated';
import { Failure } from '../parts/failure';
import { Loading } from '../parts/loading';
import classes from './first-run.module.css';
import { useMay } from './viewer';
import { kinds } from '../records/kinds';

const FirstRunQuery = graphql(`
  query FirstRun {
    setup {
      hasUsers
      userDataLimit
    }
    sshKeys(first: 1) {
      totalCount
    }
    userDataDocuments(first: 1) {
      totalCount
    }
    instances(first: 1) {
      totalCount
    }
    open: instances(first: 1, filter: { httpTokens: OPTIONAL }) {
      totalCount
    }
  }
`);

type Step = { done: boolean; title: string; next: string; href: string; add: string; permission: string };

/** True if the page is in the background: its polling must not prolong the session. */
const isHidden = () => document.visibilityState === 'hidden';

/** The steps that a new installation needs, with a check mark on those done, and their counts. */
export function FirstRun() {
  const { data, error, refetch } = useQuery(FirstRunQuery, {
    pollInterval: 15_000,
    skipPollAttempt: isHidden,
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={5} />;
  const [keys, documents, instances] = [data.sshKeys, data.userDataDocuments, data.instances].map(
    (one) => one.totalCount,
  ) as [number, number, number];
  const steps: Step[] = [
    { done: data.setup.hasUsers, title: 'A super user', next: '', href: '/me', add: '', permission: '' },
    {
      ...countOf(keys, 'SSH key'),
      next: 'Needed to log in to a machine.',
      href: kinds.sshKey.listPath,
      add: 'Add a key',
      permission: 'keys:write',
    },
    {
      ...countOf(documents, 'user-data document'),
      next: 'Configures a machine at its first boot.',
      href: kinds.userData.listPath,
      add: 'Add a document',
      permission: 'user-data:write',
    },
    {
      ...countOf(instances, 'instance'),
      next: 'Needs a hostname and an address.',
      href: kinds.instance.listPath,
      add: 'Register an instance',
      permission: 'instances:write',
    },
  ];
  return (
    <section aria-labelledby="first-run">
      <h2 id="first-run" className={classes.title}>
        {steps.every((one) => one.done) ? 'Setup complete' : 'Get started'}
      </h2>
      <ol className={classes.steps}>
        {steps.map((one) => (
          <StepLine key={one.title} {...one} />
        ))}
      </ol>
      {instances > 0 && <OpenInstances open={data.open.totalCount} all={instances} />}
    </section>
  );
}

function countOf(count: number, noun: string): Pick<Step, 'done' | 'title'> {
  const article = /^(SSH|[aeio])/.test(noun) ? 'An' : 'A';
  return {
    done: count > 0,
    title: count === 0 ? `${article} ${noun}` : `${count} ${noun}${count === 1 ? '' : 's'}`,
  };
}

function StepLine({ done, title, next, href, add, permission }: Step) {
  const may = useMay(permission);
  return (
    <li className={classes.step} data-done={done || undefined}>
      {done ? <IconCircleCheckFilled size={18} aria-hidden /> : <IconCircleDashed size={18} aria-hidden />}
      <span className={classes.words}>
        {done ? <Link href={href}>{title}</Link> : <strong>{title}</strong>}
        <span className={classes.state}>{done ? 'done' : next}</span>
      </span>
      {!done && may && <Link href={`${href}/new`}>{add}</Link>}
    </li>
  );
}

function OpenInstances({ open, all }: { open: number; all: number }) {
  if (open === 0) return <p className="muted">All instances require IMDSv2.</p>;
  return (
    <p className="muted">
      <Link href={`${kinds.instance.path}?tokens=OPTIONAL`}>
        {open} of {all}
      </Link>{' '}
      still accept IMDSv1 requests, without a session token.
    </p>
  );
}
