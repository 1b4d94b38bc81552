import { FileButton, Button, Group, SegmentedControl } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { base64Of, sizeText } from '../parts/bytes';
import { FormSection } from '../parts/form-section';
import { DocumentPicker } from '../user-data/document-picker';
import { UserDataEditor } from '../user-data/user-data-editor';
import { useInstanceFormContext } from './instance-form-context';
import type { BootWay } from './instance-values';

const ways: { value: BootWay; label: string }[] = [
  { value: 'NONE', label: 'None' },
  { value: 'SHARED', label: 'A shared document' },
  { value: 'TEXT', label: 'Its own text' },
  { value: 'FILE', label: 'Its own file' },
];

export function BootFields() {
  const form = useInstanceFormContext();
  const { way, text } = form.values.boot;
  return (
    <FormSection title="Boot data" help="User data, as cloud-init reads it at the first boot.">
      <SegmentedControl
        aria-label="Where the user data comes from"
        data={ways}
        value={way}
        onChange={(chosen) => form.setFieldValue('boot.way', chosen as BootWay)}
      />
      {way === 'SHARED' && <DocumentPicker {...form.getInputProps('boot.document')} />}
      {way === 'TEXT' && (
        <UserDataEditor
          value={text}
          onChange={(value) => form.setFieldValue('boot.text', value)}
          error={form.errors['boot.text']}
        />
      )}
      {way === 'FILE' && <FileField />}
    </FormSection>
  );
}

function FileField() {
  const form = useInstanceFormContext();
  const { file } = form.values.boot;
  const take = async (chosen: File | null) => {
    if (!chosen) return;
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    form.setFieldValue('boot.file', { name: chosen.name, base64: base64Of(bytes), size: bytes.length });
  };
  return (
    <div>
      <Group gap={12}>
        <FileButton onChange={(chosen) => void take(chosen)}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUpload size={15} aria-hidden />}>
              Choose file
            </Button>
          )}
        </FileButton>
        <span className="muted">
          {file
            ? `${file.name}, ${sizeText(file.size)}, sent byte for byte`
            : 'Any bytes: gzip, multipart, CRLF.'}
        </span>
      </Group>
      {form.errors['boot.file'] && <p style={{ color: 'var(--cm-error)' }}>{form.errors['boot.file']}</p>}
    </div>
  );
}
