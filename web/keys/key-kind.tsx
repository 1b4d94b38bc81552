'use client';

import { TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { CreateSshKeyInput, KeyRecordFragment, KeyRowFragment } from '../generated/graphql';
import { CodeBlock } from '../parts/code-block';
import { CopyableText } from '../parts/copyable-text';
import { FormSection } from '../parts/form-section';
import { kinds } from '../records/kinds';
import type { RecordKind } from '../records/record-kind';
import { UsersLink } from '../records/users-link';
import { keyDocuments } from './key-documents';
import { KeyPreviewList } from './key-preview-list';
import { KeyTextField } from './key-text-field';
import { useKeyPreview } from './use-key-preview';

type KeyValues = { name: string; publicKey: string };

const typeOf = ({ type, bits }: { type: string; bits?: number | null }) =>
  bits ? `${type}, ${bits} bits` : type;

const instancesWith = (id: string) => `${kinds.instance.listPath}?key=${id}`;

export const keyKind: RecordKind<KeyRecordFragment, KeyValues, CreateSshKeyInput, KeyRowFragment> = {
  ...kinds.sshKey,
  documents: keyDocuments,
  sampleFields: 'id type fingerprint publicKey instances(first: 50) { nodes { hostname } }',
  columns: [
    { accessor: 'type', title: 'Type', render: typeOf },
    {
      accessor: 'fingerprint',
      title: 'Fingerprint',
      render: ({ fingerprint, name }) => <CopyableText value={fingerprint} what={`fingerprint of ${name}`} />,
    },
    {
      accessor: 'comment',
      title: 'Comment',
      render: ({ comment }) => comment || <span className="muted">–</span>,
    },
    {
      accessor: 'usedBy',
      title: 'Used by',
      render: ({ id, instances }) => <UsersLink count={instances.totalCount} href={instancesWith(id)} />,
    },
  ],
  invitation:
    'Paste a public key, or drop an authorized_keys file; then choose it in the form of an instance.',
  users: {
    path: kinds.instance.path,
    ...kinds.instance.words,
    fate: 'lose this key at their next request',
    listPathOf: instancesWith,
  },
  empty: { name: '', publicKey: '' },
  valuesOf: ({ name, publicKey }) => ({ name, publicKey }),
  inputOf: ({ name, publicKey }) => ({ name: name.trim(), publicKey: publicKey.trim() }),
  Fields: KeyFields,
  subtitleOf: ({ fingerprint }) => <CopyableText value={fingerprint} what="fingerprint" />,
  factsOf: (key) => [
    ['Type', typeOf(key)],
    ['Comment', key.comment],
  ],
  Details: ({ record }) => <CodeBlock title="Public key" text={record.publicKey} />,
};

function KeyFields({ form, stored }: { form: UseFormReturnType<KeyValues>; stored?: KeyRecordFragment }) {
  const { publicKey } = form.values;
  const { results } = useKeyPreview(publicKey === stored?.publicKey ? '' : publicKey);
  return (
    <FormSection title="Key" help="Instances that use this key get the new one at their next request.">
      <TextInput label="Name" withAsterisk {...form.getInputProps('name')} />
      <KeyTextField
        label="Public key"
        value={publicKey}
        error={form.errors.publicKey}
        onChange={(text) => form.setFieldValue('publicKey', text as never)}
      />
      <KeyPreviewList results={results} />
    </FormSection>
  );
}
