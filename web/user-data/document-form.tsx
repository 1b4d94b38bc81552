'use client';

import { Button, Group, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { DocumentFragment } from '../generated/graphql';
import { Conflict } from '../parts/conflict';
import { Failure } from '../parts/failure';
import { FormSection } from '../parts/form-section';
import { fieldErrorsOf, type Problem, problemOf } from '../parts/problem';
import { useUnsavedGuard } from '../parts/unsaved-guard';
import { ContentField } from './content-field';
import { type Content, contentOf, readable, sameContent } from './document-content';
import { ReviewChanges } from './review-changes';
import { useSaveDocument } from './use-save-document';

const blank: Content = { way: 'text', text: '#cloud-config\n' };

const fieldOf = ([name]: string[]) => (name === 'name' ? 'name' : 'content');

export function DocumentForm({ stored }: { stored?: DocumentFragment }) {
  const router = useRouter();
  const { known, save, busy, newer, take, settle } = useSaveDocument(stored);
  const [problem, setProblem] = useState<Problem>();
  const [reviewing, setReviewing] = useState(false);
  const form = useForm<{ name: string; content: Content }>({
    initialValues: { name: stored?.name ?? '', content: stored ? contentOf(stored) : blank },
    validate: { name: (value) => (value.trim() ? null : 'Give it a name.') },
  });
  const release = useUnsavedGuard(form.isDirty());
  const { content } = form.values;
  const changed = known && !sameContent(content, contentOf(known));

  const send = async (over?: DocumentFragment) => {
    setProblem(undefined);
    try {
      const saved = await save({ name: form.values.name.trim(), content }, over);
      setReviewing(false);
      if (!saved) return;
      notifications.show({ message: `${saved.name} is saved.` });
      release();
      router.push(`/user-data/${saved.id}`);
    } catch (error) {
      const refused = problemOf(error);
      setReviewing(false);
      form.setErrors(fieldErrorsOf(refused, fieldOf).placed);
      setProblem({ ...refused, fieldErrors: [] });
    }
  };

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
          name={form.values.name}
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
          onSave={() => void send()}
          onClose={() => setReviewing(false)}
        />
      )}
      {newer && (
        <Conflict
          opened
          busy={busy}
          differences={differencesOf({ name: form.values.name, content }, newer)}
          onKeepMine={() => void send(newer)}
          onTakeTheirs={() => {
            form.setValues({ name: newer.name ?? '', content: contentOf(newer) });
            take(newer);
          }}
          onClose={settle}
        />
      )}
    </form>
  );
}

function differencesOf(mine: { name: string; content: Content }, newer: DocumentFragment) {
  return [
    { field: 'name', mine: mine.name, theirs: newer.name ?? '' },
    { field: 'content', mine: readable(mine.content), theirs: readable(contentOf(newer)) },
  ].filter((one) => one.mine !== one.theirs);
}
