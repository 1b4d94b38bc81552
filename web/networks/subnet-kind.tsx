'use client';

import Link from 'next/link';
import type { CreateSubnetInput, SubnetRecordFragment } from '../generated/graphql';
import { CopyableText } from '../parts/copyable-text';
import { kinds } from '../records/kinds';
import type { RecordKind } from '../records/record-kind';
import { Blocks } from './blocks';
import { subnetDocuments } from './subnet-documents';
import { SubnetFields, type SubnetValues } from './subnet-fields';

type Row = SubnetRecordFragment;

const address = (value: string | null | undefined, what: string) =>
  value && <CopyableText value={value} what={what} />;

function VpcLink({ vpc }: Pick<Row, 'vpc'>) {
  return <Link href={`${kinds.vpc.path}/${vpc.id}`}>{vpc.name}</Link>;
}

export const subnetKind: RecordKind<Row, SubnetValues, CreateSubnetInput> = {
  ...kinds.subnet,
  documents: subnetDocuments,
  columns: [
    { accessor: 'vpc', title: 'VPC', render: (row) => <VpcLink vpc={row.vpc} /> },
    {
      accessor: 'ipv4CidrBlock',
      title: 'IPv4 block',
      render: ({ ipv4CidrBlock }) => <Blocks of={ipv4CidrBlock ? [ipv4CidrBlock] : []} />,
    },
    {
      accessor: 'ipv6CidrBlocks',
      title: 'IPv6 blocks',
      render: (row) => <Blocks of={row.ipv6CidrBlocks} />,
    },
    { accessor: 'instances', title: 'Instances', render: ({ instances }) => instances.totalCount },
  ],
  invitation:
    'A subnet is a block of a VPC. A machine belongs to it by its address, or by choice in its form.',
  users: {
    path: kinds.instance.path,
    ...kinds.instance.words,
    fate: 'in it; they will have no subnet',
  },
  empty: {
    name: '',
    vpc: '',
    ipv4CidrBlock: '',
    ipv4Gateway: '',
    ipv6CidrBlocks: [],
    ipv6Gateway: '',
    dnsServers: [],
    dhcp: true,
  },
  valuesOf: ({ name, vpc, ipv6CidrBlocks, dnsServers, dhcp, ...row }) => ({
    name,
    vpc: vpc.id,
    ipv4CidrBlock: row.ipv4CidrBlock ?? '',
    ipv4Gateway: row.ipv4Gateway ?? '',
    ipv6CidrBlocks,
    ipv6Gateway: row.ipv6Gateway ?? '',
    dnsServers,
    dhcp,
  }),
  inputOf: ({ name, ipv4CidrBlock, ipv4Gateway, ipv6Gateway, ...values }) => ({
    ...values,
    name: name.trim(),
    ipv4CidrBlock: ipv4CidrBlock.trim() || null,
    ipv4Gateway: ipv4Gateway.trim() || null,
    ipv6Gateway: ipv6Gateway.trim() || null,
  }),
  Fields: SubnetFields,
  factsOf: (row) => [
    ['VPC', <VpcLink key="v" vpc={row.vpc} />],
    ['IPv4 block', address(row.ipv4CidrBlock, 'IPv4 block')],
    ['IPv4 gateway', address(row.ipv4Gateway, 'IPv4 gateway')],
    ['IPv6 blocks', <Blocks key="6" of={row.ipv6CidrBlocks} />],
    ['IPv6 gateway', address(row.ipv6Gateway, 'IPv6 gateway')],
    ['Name servers', <Blocks key="d" of={row.dnsServers} />],
    ['DHCP', row.dhcp ? 'gives machines their first addresses' : 'none: machines set their addresses'],
  ],
};
