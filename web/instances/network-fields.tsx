import { Button, Group, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { FormSection, Pair } from '../parts/form-section';
import { WordsInput } from '../parts/words-input';
import { useInstanceFormContext } from './instance-form-context';
import { emptyInterface } from './instance-values';

export function NetworkFields() {
  const form = useInstanceFormContext();
  const { interfaces } = form.values;
  return (
    <FormSection
      title="Network"
      help="The address tells which machine is asking. Without one, nothing is ever answered to this machine."
    >
      {interfaces.map((_, place) => (
        <InterfaceFields key={place} place={place} several={interfaces.length > 1} />
      ))}
      <Group>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => form.insertListItem('interfaces', emptyInterface)}
        >
          Add interface
        </Button>
      </Group>
      <WordsInput
        label="Further caller addresses"
        description="Addresses it asks from that are on no interface: NAT, a relay"
        {...form.getInputProps('callerAddresses')}
      />
      <WordsInput label="Security groups" {...form.getInputProps('lists.securityGroups')} />
    </FormSection>
  );
}

function InterfaceFields({ place, several }: { place: number; several: boolean }) {
  const form = useInstanceFormContext();
  const of = (label: string) => (place === 0 ? label : `${label}, interface ${place}`);
  return (
    <>
      <WordsInput
        label={of('Addresses')}
        description="Private IPv4 or IPv6, the primary one first"
        {...form.getInputProps(`interfaces.${place}.addresses`)}
      />
      <Pair>
        <TextInput
          label={of('MAC address')}
          spellCheck={false}
          placeholder="52:54:00:aa:bb:01"
          {...form.getInputProps(`interfaces.${place}.mac`)}
        />
        <TextInput
          label={of('Public address')}
          spellCheck={false}
          {...form.getInputProps(`interfaces.${place}.publicAddress`)}
        />
      </Pair>
      {several && (
        <>
          <WordsInput
            label={of('Further public addresses')}
            description="private=public, for the addresses after the first"
            {...form.getInputProps(`interfaces.${place}.associations`)}
          />
          <Group>
            <Button
              variant="subtle"
              color="red"
              size="xs"
              leftSection={<IconTrash size={14} aria-hidden />}
              onClick={() => form.removeListItem('interfaces', place)}
            >
              Remove interface {place}
            </Button>
          </Group>
        </>
      )}
    </>
  );
}
