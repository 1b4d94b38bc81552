'use client';

import { useQuery } from '@apollo/client/react';
import {
  IconFileText,
  IconId,
  IconKey,
  IconLayoutList,
  IconNetwork,
  IconServer2,
  IconTerminal2,
} from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { graphql } from '../generated';
import { kinds } from '../records/kinds';
import { Logo } from './logo';
import classes from './shell.module.css';

const CountsQuery = graphql(`
  query Counts {
    instances(first: 1) {
      totalCount
    }
    sshKeys(first: 1) {
      totalCount
    }
    userDataDocuments(first: 1) {
      totalCount
    }
    iamRoles(first: 1) {
      totalCount
    }
  }
`);

export function Navigation() {
  const { data } = useQuery(CountsQuery);
  return (
    <nav className={classes.nav} aria-label="Main">
      <Link href="/" className={classes.brand}>
        <Logo />
        CloudMeta
      </Link>
      <ul className={classes.list}>
        <Entry href="/" icon={IconLayoutList} label="Overview" />
        <Entry
          href={kinds.instance.listPath}
          icon={IconServer2}
          label="Instances"
          count={data?.instances.totalCount}
        />
      </ul>
      <ul className={classes.list}>
        <Entry
          href={kinds.sshKey.listPath}
          icon={IconKey}
          label="SSH keys"
          count={data?.sshKeys.totalCount}
        />
        <Entry
          href={kinds.userData.listPath}
          icon={IconFileText}
          label="User data"
          count={data?.userDataDocuments.totalCount}
        />
        <Entry href={kinds.vpc.listPath} icon={IconNetwork} label="Networks" />
        <Entry href={kinds.iamRole.listPath} icon={IconId} label="Roles" count={data?.iamRoles.totalCount} />
      </ul>
      <ul className={classes.list}>
        <Entry href="/api" icon={IconTerminal2} label="API" />
      </ul>
    </nav>
  );
}

type EntryProps = { href: string; icon: typeof IconKey; label: string; count?: number };

function Entry({ href, icon: Icon, label, count }: EntryProps) {
  const path = usePathname();
  const current = href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
  return (
    <li>
      <Link href={href} className={classes.link} aria-current={current ? 'page' : undefined}>
        <Icon size={16} stroke={1.7} aria-hidden />
        {label}
        {count !== undefined && <span className={classes.count}>{count}</span>}
      </Link>
    </li>
  );
}
