import { Button, Group, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { bytesOf, sizeText } from '../parts/bytes';
import { FormSection, Pair } from '../parts/form-section';
import { emptyCustom } from './custom-values';
import { useInstanceFormContext } from './instance-form-context';
import classes from './instance-form.module.css';

export function CustomFields() {
  const form = useInstanceFormContext();
  const { custom } = form.values;
  return (
    <FormSection
      title="Custom metadata"
      help="Further metadata paths of this machine, listed like all others; an existing path gets this value."
    >
      {custom.map((_, place) => (
        <CustomEntry key={place} place={place} />
      ))}
      <Group>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => form.insertListItem('custom', emptyCustom)}
        >
          Add path
        </Button>
      </Group>
    </FormSection>
  );
}

function CustomEntry({ place }: { place: number }) {
  const form = useInstanceFormContext();
  const entry = form.values.custom[place];
  if (!entry) return null;
  const of = (label: string) => `${label} ${place + 1}`;
  const field = (name: 'path' | 'since' | 'value') => form.getInputProps(`custom.${place}.${name}`);
  const write = (value: string) => form.setFieldValue(`custom.${place}`, { ...entry, value, base64: null });
  return (
    <fieldset className={classes.interface} aria-label={of('Custom metadata')}>
      <Pair>
        <TextInput
          label={of('Path')}
          spellCheck={false}
          placeholder="meta-data/rack/unit"
          {...field('path')}
        />
        <TextInput label={of('Since')} spellCheck={false} placeholder="every version" {...field('since')} />
      </Pair>
      <Textarea
        label={of('Value')}
        description={
          entry.base64 === null
            ? 'Byte for byte: no newline is added'
            : `${sizeText(bytesOf(entry.base64).length)} of binary data, kept until you enter text`
        }
        autosize
        minRows={1}
        maxRows={10}
        spellCheck={false}
        {...field('value')}
        value={entry.value}
        onChange={(event) => write(event.currentTarget.value)}
      />
      <Group>
        <Button
          variant="subtle"
          color="red"
          size="xs"
          leftSection={<IconTrash size={14} aria-hidden />}
          onClick={() => form.removeListItem('custom', place)}
        >
          Remove path {place + 1}
        </Button>
      </Group>
    </fieldset>
  );
}
