import Link from 'next/link';
import { graphql } from '../generated';
import type { InstanceOverviewFragment } from '../generated/graphql';
import { sizeText } from '../parts/bytes';
import { type Fact, Facts } from '../parts/facts';
import { StatusBadge } from '../parts/status-badge';
import { CopyableText } from '../parts/copyable-text';
import { When } from '../parts/when';
import { RoleStatus } from '../roles/role-status';
import classes from './instance-overview.module.css';
import { NetworkOverview } from './overview-network';
import { kinds } from '../records/kinds';

export const InstanceOverviewFields = graphql(`
  fragment InstanceOverview on Instance {
    id
    instanceId
    hostname
    uuid
    displayName
    externalId
    version
    createdAt
    updatedAt
    launchedAt
    accountId
    imageId
    instanceType
    architecture
    availabilityZone
    region
    lifeCycle
    reservationId
    tags {
      key
      value
    }
    keys {
      id
      name
      type
      fingerprint
    }
    userData {
      id
      name
      kind
      size
    }
    metadataOptions {
      httpEndpoint
      httpTokens
      httpPutResponseHopLimit
      httpProtocolIpv6
      instanceMetadataTags
    }
    iamRole {
      id
      name
      ...RoleStatus
    }
    identityRole {
      id
      name
      ...RoleStatus
    }
    customMetadata {
      path
    }
    encryptedPassword
    lastRequest {
      at
      address
      userAgent
      path
      status
      withToken
    }
    ...NetworkOverview
  }
`);

type Props = { instance: InstanceOverviewFragment };
type CustomPathsOf = Pick<InstanceOverviewFragment, 'id' | 'customMetadata'>;

function identity(instance: InstanceOverviewFragment): Fact[] {
  return [
    ['Hostname', <CopyableText key="h" value={instance.hostname} what="hostname" />],
    ['Display name', instance.displayName],
    ['Instance id', <CopyableText key="i" value={instance.instanceId} what="instance id" />],
    ['UUID', <CopyableText key="u" value={instance.uuid} what="UUID" />],
    ['External id', instance.externalId && <CopyableText value={instance.externalId} what="external id" />],
    ['Type', instance.instanceType],
    ['Image', instance.imageId],
    ['Zone', `${instance.availabilityZone}, region ${instance.region}`],
    ['Architecture', instance.architecture],
    ['Life cycle', instance.lifeCycle],
    [
      'Account',
      <span key="a" className="mono">
        {instance.accountId}
      </span>,
    ],
    ['Tags', instance.tags.map(({ key, value }) => (value ? `${key}=${value}` : key)).join(', ')],
    ['Registered', <When key="c" at={instance.createdAt} />],
    ['Changed', <When key="u" at={instance.updatedAt} />],
  ];
}

function metadata({ metadataOptions: options, ...instance }: InstanceOverviewFragment): Fact[] {
  const tokens =
    options.httpTokens === 'REQUIRED' ? (
      <StatusBadge tone="ok">required: only v2</StatusBadge>
    ) : (
      <StatusBadge tone="warn">optional: v1 and v2</StatusBadge>
    );
  return [
    ['Last request', <LastRequest key="s" request={instance.lastRequest} />],
    [
      'Requests',
      options.httpEndpoint === 'ENABLED' ? (
        <StatusBadge tone="ok">answered</StatusBadge>
      ) : (
        <StatusBadge tone="idle">refused with 403</StatusBadge>
      ),
    ],
    ['Session tokens', tokens],
    [
      'Hop limit',
      <span key="l">
        {options.httpPutResponseHopLimit} <span className="muted">(without effect)</span>
      </span>,
    ],
    ['Tags in metadata', options.instanceMetadataTags === 'ENABLED' ? 'yes' : 'no'],
    ['IPv6 endpoint', options.httpProtocolIpv6 === 'ENABLED' ? 'enabled' : 'disabled'],
    ['Custom metadata', instance.customMetadata.length > 0 && <CustomPaths key="c" instance={instance} />],
  ];
}

function Boot({ userData }: Pick<InstanceOverviewFragment, 'userData'>) {
  if (!userData) return <span className="muted">none</span>;
  if (!userData.name) return <>its own, {sizeText(userData.size)}</>;
  return (
    <>
      <Link href={`${kinds.userData.path}/${userData.id}`}>{userData.name}</Link>, {sizeText(userData.size)}
    </>
  );
}

function LastRequest({ request }: { request: InstanceOverviewFragment['lastRequest'] }) {
  if (!request) return <span className="muted">none yet</span>;
  const { at, address, path, status, userAgent, withToken } = request;
  return (
    <>
      <When at={at} /> from <span className="mono">{address ?? 'an unknown address'}</span>,{' '}
      {withToken ? 'with a token' : 'without a token'}
      {path && (
        <>
          , for <span className="mono">{path}</span>
        </>
      )}
      {status && ` (${status})`}
      {userAgent && <span className="muted"> {userAgent}</span>}
    </>
  );
}

function CustomPaths({ instance: { id, customMetadata } }: { instance: CustomPathsOf }) {
  return customMetadata.map(({ path }) => (
    <div key={path}>
      <Link className="mono" href={`${kinds.instance.path}/${id}?tab=metadata&path=/latest/${path}`}>
        {path}
      </Link>
    </div>
  ));
}

function access({ keys, userData, iamRole, identityRole, ...instance }: InstanceOverviewFragment): Fact[] {
  const opened: Fact[] = keys.map((key) => [
    key.type,
    <span key={key.id}>
      <Link href={`${kinds.sshKey.path}/${key.id}`}>{key.name}</Link>{' '}
      <span className="mono muted">{key.fingerprint}</span>
    </span>,
  ]);
  const none: Fact = [
    'SSH keys',
    <StatusBadge key="n" tone="warn">
      none
    </StatusBadge>,
  ];
  return [
    ...(opened.length > 0 ? opened : [none]),
    ['User data', <Boot key="b" userData={userData} />],
    ['Role', iamRole && <RoleStatus role={iamRole} />],
    ['Identity role', identityRole && <RoleStatus role={identityRole} />],
    ...(instance.encryptedPassword
      ? [
          [
            'Encrypted password',
            <CopyableText key="p" value={instance.encryptedPassword} what="encrypted password" />,
          ] as Fact,
        ]
      : []),
  ];
}

export function InstanceOverview({ instance }: Props) {
  return (
    <div className={classes.columns}>
      <div>
        <Facts title="Identity" facts={identity(instance)} />
        <Facts title="Metadata service" facts={metadata(instance)} />
      </div>
      <div>
        <NetworkOverview instance={instance} />
        <Facts title="Access and boot" facts={access(instance)} />
      </div>
    </div>
  );
}
