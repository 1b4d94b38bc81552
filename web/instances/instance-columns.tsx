import Link from 'next/link';
import type { InstanceRowFragment } from '../generated/graphql';
import { sizeText } from '../parts/bytes';
import type { Column } from '../parts/data-table';
import { StatusBadge } from '../parts/status-badge';
import { CopyableText } from '../parts/copyable-text';
import { When } from '../parts/when';
import classes from './instance-list.module.css';
import { kinds } from '../records/kinds';

const dash = <span className="muted">–</span>;

function Tags({ tags }: Pick<InstanceRowFragment, 'tags'>) {
  if (tags.length === 0) return dash;
  return (
    <span className={classes.tags}>
      {tags.slice(0, 4).map(({ key, value }) => (
        <span key={key} className={classes.tag}>
          {value ? `${key}=${value}` : key}
        </span>
      ))}
      {tags.length > 4 && <span className="muted">+{tags.length - 4}</span>}
    </span>
  );
}

function Boot({ userData }: Pick<InstanceRowFragment, 'userData'>) {
  if (!userData) return dash;
  if (!userData.name) return <span className="muted">own, {sizeText(userData.size)}</span>;
  return (
    <Link href={`${kinds.userData.path}/${userData.id}`} className={classes.quiet}>
      {userData.name}
    </Link>
  );
}

function Tokens({ metadataOptions }: Pick<InstanceRowFragment, 'metadataOptions'>) {
  if (metadataOptions.httpEndpoint === 'DISABLED') return <StatusBadge tone="idle">off</StatusBadge>;
  return metadataOptions.httpTokens === 'REQUIRED' ? (
    <StatusBadge tone="ok">v2</StatusBadge>
  ) : (
    <StatusBadge tone="warn">v1, v2</StatusBadge>
  );
}

export const instanceColumns: Column<InstanceRowFragment>[] = [
  {
    accessor: 'hostname',
    title: 'Hostname',
    sortable: true,
    render: ({ id, hostname }) => (
      <Link href={`${kinds.instance.path}/${id}`} className={classes.name}>
        {hostname}
      </Link>
    ),
  },
  {
    accessor: 'address',
    title: 'Address',
    render: ({ hostname, addresses: [first, ...more] }) =>
      first ? (
        <>
          <CopyableText value={first} what={`address of ${hostname}`} />
          {more.length > 0 && <span className="muted"> +{more.length}</span>}
        </>
      ) : (
        <StatusBadge tone="warn">none</StatusBadge>
      ),
  },
  {
    accessor: 'mac',
    title: 'MAC',
    render: ({ mac, hostname }) => (mac ? <CopyableText value={mac} what={`MAC of ${hostname}`} /> : dash),
  },
  { accessor: 'tags', title: 'Tags', render: Tags },
  {
    accessor: 'keys',
    title: 'SSH keys',
    render: ({ keys }) => (keys.length > 0 ? keys.map((key) => key.name).join(', ') : dash),
  },
  { accessor: 'userData', title: 'User data', render: Boot },
  { accessor: 'tokens', title: 'IMDS', render: Tokens },
  { accessor: 'zone', title: 'Zone', hidden: true, render: ({ availabilityZone }) => availabilityZone },
  { accessor: 'type', title: 'Type', hidden: true, render: ({ instanceType }) => instanceType },
  {
    accessor: 'instanceId',
    title: 'Instance id',
    hidden: true,
    render: ({ instanceId, hostname }) => (
      <CopyableText value={instanceId} what={`instance id of ${hostname}`} />
    ),
  },
  {
    accessor: 'createdAt',
    title: 'Registered',
    sortable: true,
    hidden: true,
    render: ({ createdAt }) => <When at={createdAt} />,
  },
  {
    accessor: 'updatedAt',
    title: 'Changed',
    sortable: true,
    render: ({ updatedAt }) => <When at={updatedAt} />,
  },
];
