import Link from 'next/link';
import { graphql } from '../generated';
import type { NetworkOverviewFragment } from '../generated/graphql';
import { type Fact, Facts } from '../parts/facts';
import { CopyableText } from '../parts/copyable-text';
import { kinds } from '../records/kinds';

export const NetworkOverviewFields = graphql(`
  fragment NetworkOverview on Instance {
    localHostname
    publicHostname
    callerAddresses
    interfaces {
      id
      mac
      deviceNumber
      networkCard
      addresses
      associations {
        privateAddress
        publicAddress
      }
      ipv4Prefixes
      ipv6Prefixes
      subnet {
        id
        name
        vpc {
          id
          name
        }
      }
      securityGroups {
        id
        name
      }
    }
  }
`);

type Interface = NetworkOverviewFragment['interfaces'][number];

const several = (values: readonly string[], what: string) =>
  values.length > 0
    ? values.map((value) => <CopyableText key={value} value={value} what={`${what} ${value}`} />)
    : null;

/** The addresses, each followed by its public address. */
function Addresses({ of: { addresses, associations } }: { of: Interface }) {
  const publicOf = new Map(associations.map((one) => [one.privateAddress, one.publicAddress]));
  return addresses.map((address) => {
    const publicOne = publicOf.get(address);
    return (
      <div key={address}>
        <CopyableText value={address} what={`address ${address}`} />
        {publicOne && (
          <>
            {' '}
            public <CopyableText value={publicOne} what={`address ${publicOne}`} />
          </>
        )}
      </div>
    );
  });
}

function Place({ subnet }: Pick<Interface, 'subnet'>) {
  if (!subnet) return null;
  return (
    <>
      <Link href={`${kinds.subnet.path}/${subnet.id}`}>{subnet.name}</Link> in{' '}
      <Link href={`${kinds.vpc.path}/${subnet.vpc.id}`}>{subnet.vpc.name}</Link>
    </>
  );
}

function Groups({ securityGroups }: Pick<Interface, 'securityGroups'>) {
  return securityGroups.map(({ id, name }, place) => (
    <span key={id}>
      {place > 0 && ', '}
      <Link href={`${kinds.securityGroup.path}/${id}`}>{name}</Link>
    </span>
  ));
}

function factsOf(one: Interface): Fact[] {
  const prefixes = [...one.ipv4Prefixes, ...one.ipv6Prefixes];
  return [
    ['Addresses', one.addresses.length > 0 && <Addresses of={one} />],
    ['MAC address', one.mac && <CopyableText value={one.mac} what={`MAC ${one.mac}`} />],
    ['Subnet', one.subnet && <Place subnet={one.subnet} />],
    ['Security groups', one.securityGroups.length > 0 && <Groups securityGroups={one.securityGroups} />],
    ...(prefixes.length > 0 ? [['Prefixes', several(prefixes, 'prefix')] as Fact] : []),
    ...(one.networkCard ? [['Network card', one.networkCard] as Fact] : []),
  ];
}

/** Each interface, then the network facts of the whole machine. */
export function NetworkOverview({ instance }: { instance: NetworkOverviewFragment }) {
  const { interfaces, callerAddresses, localHostname, publicHostname } = instance;
  const alone = interfaces.length === 1;
  return (
    <>
      {interfaces.map((one) => (
        <Facts
          key={one.id}
          title={alone ? 'Network' : `Interface ${one.deviceNumber}`}
          facts={factsOf(one)}
        />
      ))}
      <Facts
        title={alone ? undefined : 'Network'}
        facts={[
          ['Further caller addresses', several(callerAddresses, 'address')],
          [
            'Local hostname',
            <span key="l" className="mono">
              {localHostname}
            </span>,
          ],
          ['Public hostname', publicHostname],
        ]}
      />
    </>
  );
}
