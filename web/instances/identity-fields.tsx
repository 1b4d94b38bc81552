import { TagsInput, TextInput } from '@mantine/core';
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
        <TextInput
          label="External id"
          description="Your own key, as libvirt:<uuid>"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          spellCheck={false}
          {...form.getInputProps('externalId')}
        />
        {isNew && (
          <TextInput
            label="Instance id"
            description="i- and 17 hexadecimal digits; made when empty"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            spellCheck={false}
            {...form.getInputProps('instanceId')}
          />
        )}
      </Pair>
    </FormSection>
  );
}
