'use client';

import { Button, Group, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import Link from 'next/link';
import { useState } from 'react';
import type { DocumentFragment } from '../generated/graphql';
import { Conflict } from '../parts/conflict';
import { Failure } from '../parts/failure';
import { FormSection } from '../parts/form-section';
import { ContentField } from './content-field';
import { type Content, contentOf, readable, sameContent } from './document-content';
import { ReviewChanges } from './review-changes';
import { differencesOf, type DocumentValues, useDocumentSubmit } from './use-document-submit';

const emptyContent: Content = { way: 'text', text: '#cloud-config\n' };

export function DocumentForm({ stored }: { stored?: DocumentFragment }) {
  const [reviewing, setReviewing] = useState(false);
  const form = useForm<DocumentValues>({
    initialValues: { name: stored?.name ?? '', content: stored ? contentOf(stored) : emptyContent },
    validate: { name: (value) => (value.trim() ? null : 'Enter a name.') },
  });
  const { known, problem, busy, newer, send, takeTheirs, settle } = useDocumentSubmit(form, stored);
  const { name, content } = form.values;
  const changed = known && !sameContent(content, contentOf(known));
  return (
    <form onSubmit={form.onSubmit(() => (changed ? setReviewing(true) : void send()))} noValidate>
      {problem && <Failure problem={problem} title="Not saved" />}
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
          error={form.errors['content']}
          onChange={(next) => form.setFieldValue('content', next)}
        />
      </FormSection>
      <Group gap={12}>
        <Button type="submit" loading={busy}>
          {changed ? 'Review and save' : 'Save'}
        </Button>
        <Link href={known ? `/user-data/${known.id}` : '/user-data'}>Cancel</Link>
      </Group>
      {reviewing && known && (
        <ReviewChanges
          before={readable(contentOf(known))}
          after={readable(content)}
          busy={busy}
          onSave={() => void send().then(() => setReviewing(false))}
          onClose={() => setReviewing(false)}
        />
      )}
      {newer && known && !reviewing && (
        <Conflict
          opened
          busy={busy}
          differences={differencesOf({ mine: form.values, theirs: newer, before: known })}
          onKeepMine={() => void send(newer)}
          onTakeTheirs={() => takeTheirs(newer)}
          onClose={settle}
        />
      )}
    </form>
  );
}
