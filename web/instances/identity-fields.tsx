import { TagsInput, TextInput, type TextInputProps } from '@mantine/core';
import { FormSection, Pair } from '../parts/form-section';
import { useInstanceFormContext } from './instance-form-context';

export function IdentityFields({ isNew }: { isNew: boolean }) {
  const form = useInstanceFormContext();
  return (
    <FormSection title="Identity" help="Only the hostname is required; empty fields get a default.">
      <TextInput
        label="Hostname"
        withAsterisk
        autoFocus={isNew}
        spellCheck={false}
        {...form.getInputProps('hostname')}
      />
      <TagsInput
        label="Tags"
        description="key or key=value, each ended by Enter"
        splitChars={[]}
        {...form.getInputProps('tags')}
      />
      <Pair>
        <TextInput
          label="Instance type"
          spellCheck={false}
          placeholder={isNew ? 'default' : undefined}
          {...form.getInputProps('facts.instanceType')}
        />
        <TextInput
          label="Image"
          spellCheck={false}
          placeholder={isNew ? 'default' : undefined}
          {...form.getInputProps('facts.imageId')}
        />
        <TextInput
          label="Availability zone"
          spellCheck={false}
          placeholder={isNew ? 'default' : undefined}
          {...form.getInputProps('facts.availabilityZone')}
        />
        <Ids isNew={isNew} />
      </Pair>
    </FormSection>
  );
}

const below: TextInputProps['inputWrapperOrder'] = ['label', 'input', 'description', 'error'];

/** The fields for the names and ids of the machine in other systems. */
function Ids({ isNew }: { isNew: boolean }) {
  const form = useInstanceFormContext();
  return (
    <>
      <TextInput
        label="Display name"
        description="For people; not in the metadata"
        inputWrapperOrder={below}
        {...form.getInputProps('displayName')}
      />
      <TextInput
        label="External id"
        description="Your own key, e.g. libvirt:<uuid>"
        inputWrapperOrder={below}
        spellCheck={false}
        {...form.getInputProps('externalId')}
      />
      <TextInput
        label="UUID"
        description={isNew ? 'As in its SMBIOS table; generated when empty' : 'As in its SMBIOS table'}
        inputWrapperOrder={below}
        spellCheck={false}
        {...form.getInputProps('uuid')}
      />
      {isNew && (
        <TextInput
          label="Instance id"
          description="i- and 17 hexadecimal digits; generated when empty"
          inputWrapperOrder={below}
          spellCheck={false}
          {...form.getInputProps('instanceId')}
        />
      )}
    </>
  );
}
