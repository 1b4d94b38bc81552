import { TagsInput, TextInput, type TextInputProps } from '@mantine/core';
import { FormSection, Pair } from '../parts/form-section';
import { useInstanceFormContext } from './instance-form-context';

export function IdentityFields({ isNew }: { isNew: boolean }) {
  const form = useInstanceFormContext();
  return (
    <FormSection
      title="Identity"
      help="Only the hostname is required; what you leave empty gets a sensible default."
    >
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

/** The names that others know the machine by. */
function Ids({ isNew }: { isNew: boolean }) {
  const form = useInstanceFormContext();
  return (
    <>
      <TextInput
        label="Display name"
        description="For people; no machine is told it"
        inputWrapperOrder={below}
        {...form.getInputProps('displayName')}
      />
      <TextInput
        label="External id"
        description="Your own key, as libvirt:<uuid>"
        inputWrapperOrder={below}
        spellCheck={false}
        {...form.getInputProps('externalId')}
      />
      <TextInput
        label="UUID"
        description={isNew ? 'As its SMBIOS table shows it; made when empty' : 'As its SMBIOS table shows it'}
        inputWrapperOrder={below}
        spellCheck={false}
        {...form.getInputProps('uuid')}
      />
      {isNew && (
        <TextInput
          label="Instance id"
          description="i- and 17 hexadecimal digits; made when empty"
          inputWrapperOrder={below}
          spellCheck={false}
          {...form.getInputProps('instanceId')}
        />
      )}
    </>
  );
}
