import { Button, Collapse, Select, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { FormSection, Pair } from '../parts/form-section';
import { MultiValueInput } from '../parts/multi-value-input';
import { useInstanceFormContext } from './instance-form-context';
import { advancedFacts } from './instance-facts';

/** The fields that few machines need; shown if one of them has an error. */
export function MoreFields() {
  const form = useInstanceFormContext();
  const [opened, { toggle }] = useDisclosure(false);
  const refused = advancedFacts.some(([name]) => form.errors[`facts.${name}`]);
  const shown = opened || refused;
  return (
    <FormSection title="Advanced" help="Everything else in the metadata. Empty means the default.">
      <div>
        <Button variant="default" size="xs" onClick={toggle} aria-expanded={shown}>
          {shown ? 'Hide advanced fields' : 'Show advanced fields'}
        </Button>
      </div>
      <Collapse expanded={shown} keepMounted={false}>
        <Pair>
          {advancedFacts.map(([name, label]) => (
            <TextInput key={name} label={label} spellCheck={false} {...form.getInputProps(`facts.${name}`)} />
          ))}
          <Select
            label="Hibernation"
            allowDeselect={false}
            data={[
              { value: '', label: 'Not served' },
              { value: 'true', label: 'Configured' },
              { value: 'false', label: 'Not configured' },
            ]}
            {...form.getInputProps('hibernation')}
          />
          <MultiValueInput label="Billing products" {...form.getInputProps('lists.billingProducts')} />
          <MultiValueInput label="Product codes" {...form.getInputProps('lists.productCodes')} />
          <MultiValueInput label="Ancestor images" {...form.getInputProps('lists.ancestorAmiIds')} />
          <MultiValueInput
            label="Block devices"
            placeholder="root=/dev/sda1"
            {...form.getInputProps('lists.blockDevices')}
          />
        </Pair>
      </Collapse>
    </FormSection>
  );
}
