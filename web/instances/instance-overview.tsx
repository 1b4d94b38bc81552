import Link from 'next/link';
import { graphql } from '../generated';
import type { InstanceOverviewFragment } from '../generated/graphql';
import { sizeText } from '../parts/bytes';
import { type Fact, Facts } from '../parts/facts';
import { Lamp } from '../parts/lamp';
import { MachineText } from '../parts/machine-text';
import { When } from '../parts/when';
import classes from './instance-overview.module.css';

export const InstanceOverviewFields = graphql(`
  fragment InstanceOverview on Instance {
    id
    instanceId
    hostname
    localHostname
    publicHostname
    externalId
    version
    createdAt
    updatedAt
    launchedAt
    addresses
    callerAddresses
    accountId
    imageId
    instanceType
    architecture
    availabilityZone
    region
    lifeCycle
    reservationId
    securityGroups {
      id
      name
    }
    tags {
      key
      value
    }
    interfaces {
      id
      mac
      deviceNumber
      addresses
      publicAddresses
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
  }
`);

type Props = { instance: InstanceOverviewFragment };

const several = (values: readonly string[], what: string) =>
  values.length > 0
    ? values.map((value) => <MachineText key={value} value={value} what={`${what} ${value}`} />)
    : null;

function identity(instance: InstanceOverviewFragment): Fact[] {
  return [
    ['Hostname', <MachineText key="h" value={instance.hostname} what="hostname" />],
    ['Instance id', <MachineText key="i" value={instance.instanceId} what="instance id" />],
    ['External id', instance.externalId && <MachineText value={instance.externalId} what="external id" />],
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

function network(instance: InstanceOverviewFragment): Fact[] {
  const rows = instance.interfaces.flatMap((one): Fact[] => {
    const label = one.deviceNumber === 0 ? '' : `, interface ${one.deviceNumber}`;
    return [
      [`Addresses${label}`, several(one.addresses, 'address')],
      [`MAC address${label}`, one.mac && <MachineText value={one.mac} what={`MAC ${one.mac}`} />],
      [`Public address${label}`, several(one.publicAddresses, 'address')],
    ];
  });
  return [
    ...rows,
    ['Also asks from', several(instance.callerAddresses, 'address')],
    [
      'Local hostname',
      <span key="l" className="mono">
        {instance.localHostname}
      </span>,
    ],
    ['Public hostname', instance.publicHostname],
    ['Security groups', instance.securityGroups.map(({ name }) => name).join(', ')],
  ];
}

function metadata({ metadataOptions: options }: InstanceOverviewFragment): Fact[] {
  const tokens =
    options.httpTokens === 'REQUIRED' ? (
      <Lamp tone="ok">required: only v2</Lamp>
    ) : (
      <Lamp tone="warn">optional: v1 and v2</Lamp>
    );
  return [
    [
      'Requests',
      options.httpEndpoint === 'ENABLED' ? (
        <Lamp tone="ok">answered</Lamp>
      ) : (
        <Lamp tone="idle">refused with 403</Lamp>
      ),
    ],
    ['Session tokens', tokens],
    ['Hop limit', options.httpPutResponseHopLimit],
    ['Tags shown to it', options.instanceMetadataTags === 'ENABLED' ? 'yes' : 'no'],
    ['IPv6 endpoint', options.httpProtocolIpv6 === 'ENABLED' ? 'answers' : 'closed'],
  ];
}

function Boot({ userData }: Pick<InstanceOverviewFragment, 'userData'>) {
  if (!userData) return <span className="muted">none</span>;
  if (!userData.name) return <>its own, {sizeText(userData.size)}</>;
  return (
    <>
      <Link href={`/user-data/${userData.id}`}>{userData.name}</Link>, {sizeText(userData.size)}
    </>
  );
}

export function InstanceOverview({ instance }: Props) {
  const keys: Fact[] = instance.keys.map((key) => [
    key.type,
    <span key={key.id}>
      <Link href={`/keys/${key.id}`}>{key.name}</Link> <span className="mono muted">{key.fingerprint}</span>
    </span>,
  ]);
  return (
    <div className={classes.columns}>
      <div>
        <Facts title="Identity" facts={identity(instance)} />
      </div>
      <div>
        <Facts title="Network" facts={network(instance)} />
        <Facts
          title="Access and boot"
          facts={[
            ...(keys.length > 0
              ? keys
              : [
                  [
                    'SSH keys',
                    <Lamp key="n" tone="warn">
                      none
                    </Lamp>,
                  ] as Fact,
                ]),
            ['User data', <Boot key="b" userData={instance.userData} />],
          ]}
        />
        <Facts title="Metadata service" facts={metadata(instance)} />
      </div>
    </div>
  );
}
