'use client';

import { useQuery } from '@apollo/client/react';
import { IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react';
import Link from 'next/link';
import { graphql } from '../generated';
import { Failure } from '../parts/failure';
import { Loading } from '../parts/loading';
import classes from './first-run.module.css';
import { useMay } from './viewer';

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

/** A page that nobody looks at keeps nobody signed in. */
const isHidden = () => document.visibilityState === 'hidden';

/** What a new installation needs, ticked as it comes to be; afterwards a line of counts. */
export function FirstRun() {
  const { data, error, refetch } = useQuery(FirstRunQuery, {
    pollInterval: 15_000,
    skipPollAttempt: isHidden,
  });
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={5} />;
  const [keys, documents, machines] = [data.sshKeys, data.userDataDocuments, data.instances].map(
    (one) => one.totalCount,
  ) as [number, number, number];
  const steps: Step[] = [
    { done: data.setup.hasUsers, title: 'A super user', next: '', href: '/me', add: '', permission: '' },
    {
      ...countOf(keys, 'SSH key'),
      next: 'Let somebody log in.',
      href: '/keys',
      add: 'Add a key',
      permission: 'keys:write',
    },
    {
      ...countOf(documents, 'user-data document'),
      next: 'Say what happens at the first boot.',
      href: '/user-data',
      add: 'Write one',
      permission: 'user-data:write',
    },
    {
      ...countOf(machines, 'machine'),
      next: 'Give it a hostname and its address.',
      href: '/instances',
      add: 'Register a machine',
      permission: 'instances:write',
    },
  ];
  return (
    <section aria-labelledby="first-run">
      <h2 id="first-run" className={classes.title}>
        {steps.every((one) => one.done) ? 'In place' : 'To begin with'}
      </h2>
      <ol className={classes.steps}>
        {steps.map((one) => (
          <StepLine key={one.title} {...one} />
        ))}
      </ol>
      {machines > 0 && <OpenMachines open={data.open.totalCount} machines={machines} />}
    </section>
  );
}

function countOf(count: number, noun: string): Pick<Step, 'done' | 'title'> {
  const article = noun.startsWith('SSH') ? 'An' : 'A';
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

function OpenMachines({ open, machines }: { open: number; machines: number }) {
  if (open === 0) return <p className="muted">Every machine has to use IMDSv2.</p>;
  return (
    <p className="muted">
      <Link href="/instances?tokens=OPTIONAL">
        {open} of {machines}
      </Link>{' '}
      still get answers by IMDSv1, without a session token.
    </p>
  );
}
