'use client';

import type { UseFormReturnType } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { DocumentFragment } from '../generated/graphql';
import { fieldErrorsOf, type Problem, problemOf } from '../parts/problem';
import { useUnsavedGuard } from '../parts/unsaved-guard';
import { type Content, contentOf, readable } from './document-content';
import { useSaveDocument } from './use-save-document';

export type DocumentValues = { name: string; content: Content };

const fieldOf = ([name]: string[]) => (name === 'name' ? 'name' : 'content');

/** Saves a document form; on a conflict the user has to decide. */
export function useDocumentSubmit(form: UseFormReturnType<DocumentValues>, stored?: DocumentFragment) {
  const router = useRouter();
  const { known, save, busy, newer, take, settle } = useSaveDocument(stored);
  const [problem, setProblem] = useState<Problem>();
  const release = useUnsavedGuard(form.isDirty());

  const send = async (over?: DocumentFragment) => {
    setProblem(undefined);
    const { name, content } = form.values;
    try {
      const saved = await save({ name: name.trim(), content }, over);
      if (!saved) return;
      notifications.show({ message: `${saved.name} is saved.` });
      release();
      router.push(`/user-data/${saved.id}`);
    } catch (error) {
      const refused = problemOf(error);
      form.setErrors(fieldErrorsOf(refused, fieldOf).placed);
      setProblem({ ...refused, fieldErrors: [] });
    }
  };

  const takeTheirs = (theirs: DocumentFragment) => {
    form.setValues(valuesOf(theirs));
    take(theirs);
  };

  return { known, problem, busy, newer, send, takeTheirs, settle };
}

const valuesOf = (stored: DocumentFragment): DocumentValues => ({
  name: stored.name ?? '',
  content: contentOf(stored),
});

type Versions = { mine: DocumentValues; theirs: DocumentFragment; before: DocumentFragment };

export function differencesOf({ mine, theirs, before }: Versions) {
  const [now, old] = [valuesOf(theirs), valuesOf(before)];
  const [text, saved] = [readable(mine.content), readable(now.content)];
  return [
    { field: 'name', mine: mine.name, theirs: now.name, untouched: mine.name === old.name },
    { field: 'content', mine: text, theirs: saved, untouched: text === readable(old.content) },
  ].filter((one) => one.mine !== one.theirs);
}
