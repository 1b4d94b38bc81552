import { NumberInput, Select, Switch } from '@mantine/core';
import type { InstanceFormFragment } from '../generated/graphql';
import { KeyPicker } from '../keys/key-picker';
import { FormSection, Pair } from '../parts/form-section';
import { RecordPicker } from '../records/record-picker';
import { RoleChoices } from '../roles/role-choices';
import { useInstanceFormContext } from './instance-form-context';
import { TokensNotice } from './tokens-notice';

const asConfigured = { value: 'DEFAULT', label: 'Server default' };
const tokens = [
  { value: 'OPTIONAL', label: 'Optional: v1 and v2 are answered' },
  { value: 'REQUIRED', label: 'Required: only v2 is answered' },
];

type Props = { isNew: boolean; lastRequest?: InstanceFormFragment['lastRequest'] };

export function AccessFields({ isNew, lastRequest }: Props) {
  const form = useInstanceFormContext();
  const toggle = (name: 'httpEndpoint' | 'httpProtocolIpv6' | 'instanceMetadataTags') => ({
    checked: form.values.options[name] === 'ENABLED',
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      form.setFieldValue(`options.${name}`, event.currentTarget.checked ? 'ENABLED' : 'DISABLED'),
    error: form.errors[`options.${name}`],
  });
  return (
    <FormSection title="Access" help="SSH keys, roles, and the metadata options of this machine.">
      <KeyPicker {...form.getInputProps('keys')} />
      <Pair>
        <RecordPicker
          label="Role"
          description="Its credentials are served under iam/"
          placeholder="None"
          choices={RoleChoices}
          {...form.getInputProps('iamRole')}
        />
        <RecordPicker
          label="Identity role"
          description="Served under identity-credentials/"
          placeholder="None"
          choices={RoleChoices}
          {...form.getInputProps('identityRole')}
        />
      </Pair>
      <Pair>
        <Select
          label="Session tokens (IMDSv2)"
          data={isNew ? [asConfigured, ...tokens] : tokens}
          allowDeselect={false}
          {...form.getInputProps('options.httpTokens')}
        />
        <NumberInput
          label="Hop limit of the token"
          description="Kept for EC2 tools, without effect: responses have the hop limit of the server"
          min={1}
          max={64}
          allowDecimal={false}
          {...form.getInputProps('options.httpPutResponseHopLimit')}
        />
      </Pair>
      {form.values.options.httpTokens === 'REQUIRED' && <TokensNotice lastRequest={lastRequest} />}
      <Switch label="Answer metadata requests" {...toggle('httpEndpoint')} />
      <Switch
        label="Allow tags in instance metadata"
        description="Tag keys can then only have letters, digits and + - = . , _ : @"
        {...toggle('instanceMetadataTags')}
      />
      <Switch
        label="Answer on the IPv6 endpoint"
        description="fd00:ec2::254, where the server listens on it"
        {...toggle('httpProtocolIpv6')}
      />
    </FormSection>
  );
}
