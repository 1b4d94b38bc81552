import { Button, Group } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { FormSection } from '../parts/form-section';
import { MultiValueInput } from '../parts/multi-value-input';
import { useInstanceFormContext } from './instance-form-context';
import { InterfaceFields } from './interface-fields';
import { emptyInterface } from './interface-values';

export function NetworkFields() {
  const form = useInstanceFormContext();
  const { interfaces } = form.values;
  return (
    <FormSection
      title="Network"
      help="Machines are identified by their address. Without one, this machine gets no metadata."
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
      <MultiValueInput
        label="Further caller addresses"
        description="Addresses its requests come from that are on no interface: NAT, a relay"
        {...form.getInputProps('callerAddresses')}
      />
    </FormSection>
  );
}
