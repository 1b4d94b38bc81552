'use client';

import { Switch, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { FormSection, Pair } from '../parts/form-section';
import { MultiValueInput } from '../parts/multi-value-input';
import { RecordPicker } from '../records/record-picker';
import { VpcChoices } from './network-choices';

export type SubnetValues = {
  name: string;
  vpc: string;
  ipv4CidrBlock: string;
  ipv4Gateway: string;
  ipv6CidrBlocks: string[];
  ipv6Gateway: string;
  dnsServers: string[];
  dhcp: boolean;
};

export function SubnetFields({ form }: { form: UseFormReturnType<SubnetValues> }) {
  return (
    <>
      <FormSection
        title="Subnet"
        help="Its blocks are within those of its VPC and must not overlap with other subnets."
      >
        <TextInput label="Name" withAsterisk autoFocus {...form.getInputProps('name')} />
        <RecordPicker
          label="VPC"
          choices={VpcChoices}
          withAsterisk
          placeholder="Choose a VPC"
          {...form.getInputProps('vpc')}
        />
        <Pair>
          <TextInput
            label="IPv4 block"
            placeholder="10.0.1.0/24"
            spellCheck={false}
            {...form.getInputProps('ipv4CidrBlock')}
          />
          <MultiValueInput
            label="IPv6 blocks"
            placeholder="fd00:10:0:1::/64"
            {...form.getInputProps('ipv6CidrBlocks')}
          />
        </Pair>
      </FormSection>
      <FormSection
        title="Served by OpenStack and NoCloud"
        help="For machines that set their addresses themselves. Not in the EC2 tree: there, DHCP provides them."
      >
        <Pair>
          <TextInput label="IPv4 gateway" spellCheck={false} {...form.getInputProps('ipv4Gateway')} />
          <TextInput label="IPv6 gateway" spellCheck={false} {...form.getInputProps('ipv6Gateway')} />
        </Pair>
        <MultiValueInput label="Name servers" {...form.getInputProps('dnsServers')} />
        <Switch
          label="Machines get their first addresses by DHCP"
          {...form.getInputProps('dhcp', { type: 'checkbox' })}
        />
      </FormSection>
    </>
  );
}
