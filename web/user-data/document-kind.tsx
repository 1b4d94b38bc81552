'use client';

import { TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { ContentsForbidden } from '../access/contents-forbidden';
import type { CreateUserDataInput, DocumentFragment, DocumentRowFragment } from '../generated/graphql';
import { sizeText } from '../parts/bytes';
import { FormSection } from '../parts/form-section';
import { When } from '../parts/when';
import { kinds } from '../records/kinds';
import type { RecordKind, UserWords } from '../records/record-kind';
import { RecordUsers } from '../records/record-users';
import { UsersLink } from '../records/users-link';
import { ContentField } from './content-field';
import { type Content, contentOf, inputOf, readable, sameContent } from './document-content';
import { userDataDocuments } from './document-documents';
import { ReviewChanges } from './review-changes';
import { kindNames } from './user-data-kind';
import { UserDataView } from './user-data-view';

type DocumentValues = { name: string; content: Content };

const instancesWith = (id: string) => `${kinds.instance.listPath}?userData=${id}`;

const users: UserWords = {
  path: kinds.instance.path,
  ...kinds.instance.words,
  fate: 'get no user data any more',
  listPathOf: instancesWith,
};

export const documentKind: RecordKind<
  DocumentFragment,
  DocumentValues,
  CreateUserDataInput,
  DocumentRowFragment
> = {
  ...kinds.userData,
  documents: userDataDocuments,
  hasContents: true,
  isWhole: ({ content }) => content !== undefined,
  sampleFields: 'id kind size sha256 text content instances(first: 50) { nodes { hostname } }',
  columns: [
    { accessor: 'kind', title: 'Kind', render: ({ kind }) => kindNames[kind] },
    { accessor: 'size', title: 'Size', render: ({ size }) => sizeText(size) },
    {
      accessor: 'usedBy',
      title: 'Used by',
      render: ({ id, instances }) => <UsersLink count={instances.totalCount} href={instancesWith(id)} />,
    },
  ],
  emptyTitle: 'No shared document yet',
  invitation: 'A document can be given to any number of instances; cloud-init reads it at the first boot.',
  users,
  empty: { name: '', content: { way: 'text', text: '#cloud-config\n' } },
  valuesOf: (document) => ({ name: document.name ?? '', content: contentOf(document) }),
  inputOf: ({ name, content }) => ({ name: name.trim(), ...inputOf(content) }),
  fieldOf: ([field]) => (field === 'name' ? 'name' : 'content'),
  textOf: (field, value) => (field === 'content' ? readable(value as Content) : undefined),
  Fields: DocumentFields,
  review: {
    isNeeded: ({ content }, known) => !sameContent(content, contentOf(known)),
    Dialog: ({ values, known, ...dialog }) => (
      <ReviewChanges before={readable(contentOf(known))} after={readable(values.content)} {...dialog} />
    ),
  },
  subtitleOf: ({ kind, updatedAt }) => (
    <>
      <span>{kindNames[kind]}</span>
      <span>
        changed <When at={updatedAt} />
      </span>
    </>
  ),
  factsOf: () => [],
  tabs: [
    { id: 'content', label: 'Content', render: (document) => <DocumentContent document={document} /> },
    {
      id: 'used-by',
      label: 'Used by',
      render: ({ id }) => <RecordUsers query={userDataDocuments.users} words={users} id={id} />,
    },
  ],
};

function DocumentContent({ document }: { document: DocumentFragment }) {
  const { id, content, sha256, text = null } = document;
  if (content === undefined || sha256 === undefined) return <ContentsForbidden />;
  return (
    <UserDataView
      userData={{ ...document, content, sha256, text }}
      editHref={`${kinds.userData.path}/${id}/edit`}
      linkDocument={false}
    />
  );
}

function DocumentFields({
  form,
  stored,
}: {
  form: UseFormReturnType<DocumentValues>;
  stored?: DocumentFragment;
}) {
  const { name, content } = form.values;
  return (
    <FormSection
      title="Document"
      help="Every instance that uses it gets the new content at its next request."
    >
      <TextInput
        label="Name"
        withAsterisk
        spellCheck={false}
        autoFocus={!stored}
        {...form.getInputProps('name')}
      />
      <ContentField
        content={content}
        name={name}
        error={form.errors.content}
        onChange={(next) => form.setFieldValue('content', next as never)}
      />
    </FormSection>
  );
}
