import { Button, Group, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { SecurityGroupChoices, SubnetChoices } from '../networks/network-choices';
import { Pair } from '../parts/form-section';
import { MultiValueInput } from '../parts/multi-value-input';
import { RecordPicker, RecordsPicker } from '../records/record-picker';
import { useInstanceFormContext } from './instance-form-context';
import classes from './instance-form.module.css';
import { BY_ADDRESS, NO_SUBNET } from './interface-values';
import { MoreOfInterface } from './more-of-interface';

const besides = [
  { value: BY_ADDRESS, label: 'By its address' },
  { value: NO_SUBNET, label: 'None' },
];

type Props = { place: number; several: boolean };

/** The common fields of an interface; a single one has neither a number nor a button to remove it. */
export function InterfaceFields({ place, several }: Props) {
  const form = useInstanceFormContext();
  const of = (label: string) => (place === 0 ? label : `${label}, interface ${place}`);
  const field = (name: string) => form.getInputProps(`interfaces.${place}.${name}`);
  return (
    <fieldset className={several ? classes.interface : classes.alone}>
      {several && (
        <Group justify="space-between" className={classes.interfaceHead}>
          <legend className={classes.interfaceName}>Interface {place}</legend>
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
      )}
      <MultiValueInput
        label={of('Addresses')}
        description="Private IPv4 or IPv6, the primary one first"
        {...field('addresses')}
      />
      <Pair>
        <TextInput
          label={of('MAC address')}
          spellCheck={false}
          placeholder="52:54:00:aa:bb:01"
          {...field('mac')}
        />
        <TextInput label={of('Public address')} spellCheck={false} {...field('publicAddress')} />
        <RecordPicker label={of('Subnet')} choices={SubnetChoices} besides={besides} {...field('subnet')} />
        <RecordsPicker
          label={of('Security groups')}
          choices={SecurityGroupChoices}
          placeholder={form.values.interfaces[place]?.id ? 'None' : 'default'}
          {...field('securityGroups')}
        />
      </Pair>
      <MoreOfInterface place={place} several={several} of={of} />
    </fieldset>
  );
}
