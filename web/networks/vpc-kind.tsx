'use client';

import { TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { CreateVpcInput, VpcRecordFragment } from '../generated/graphql';
import { FormSection } from '../parts/form-section';
import { MultiValueInput } from '../parts/multi-value-input';
import { kinds } from '../records/kinds';
import type { RecordKind } from '../records/record-kind';
import { Blocks } from './blocks';
import { vpcDocuments } from './vpc-documents';

type VpcValues = { name: string; ipv4CidrBlocks: string[]; ipv6CidrBlocks: string[] };

export const vpcKind: RecordKind<VpcRecordFragment, VpcValues, CreateVpcInput> = {
  ...kinds.vpc,
  documents: vpcDocuments,
  columns: [
    {
      accessor: 'ipv4CidrBlocks',
      title: 'IPv4 blocks',
      render: (row) => <Blocks of={row.ipv4CidrBlocks} />,
    },
    {
      accessor: 'ipv6CidrBlocks',
      title: 'IPv6 blocks',
      render: (row) => <Blocks of={row.ipv6CidrBlocks} />,
    },
    { accessor: 'subnets', title: 'Subnets', render: ({ subnets }) => subnets.totalCount },
  ],
  invitation: 'A VPC contains subnets. The metadata of their machines has its id and blocks.',
  users: {
    path: kinds.subnet.path,
    one: 'subnet',
    many: 'subnets',
    fate: 'deleted with it; their machines will have no subnet',
  },
  empty: { name: '', ipv4CidrBlocks: [], ipv6CidrBlocks: [] },
  valuesOf: ({ name, ipv4CidrBlocks, ipv6CidrBlocks }) => ({ name, ipv4CidrBlocks, ipv6CidrBlocks }),
  inputOf: ({ name, ...blocks }) => ({ name: name.trim(), ...blocks }),
  Fields: VpcFields,
  factsOf: ({ ipv4CidrBlocks, ipv6CidrBlocks }) => [
    ['IPv4 blocks', <Blocks key="4" of={ipv4CidrBlocks} />],
    ['IPv6 blocks', <Blocks key="6" of={ipv6CidrBlocks} />],
  ],
};

function VpcFields({ form }: { form: UseFormReturnType<VpcValues> }) {
  return (
    <FormSection
      title="VPC"
      help="Its subnets are within its blocks. Its blocks and its id are in the metadata."
    >
      <TextInput label="Name" withAsterisk autoFocus {...form.getInputProps('name')} />
      <MultiValueInput
        label="IPv4 blocks"
        description="The primary one first"
        placeholder="10.0.0.0/16"
        {...form.getInputProps('ipv4CidrBlocks')}
      />
      <MultiValueInput
        label="IPv6 blocks"
        placeholder="fd00:10::/56"
        {...form.getInputProps('ipv6CidrBlocks')}
      />
    </FormSection>
  );
}
