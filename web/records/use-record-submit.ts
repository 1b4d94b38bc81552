'use client';

import type { UseFormReturnType } from '@mantine/form';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { fieldErrorsOf, type Problem, problemOf } from '../parts/problem';
import { useUnsavedGuard } from '../parts/unsaved-guard';
import type { NamedRecord, RecordKind } from './record-kind';
import { useSaveRecord } from './use-save-record';

/** Saves the form of a record: shows field errors at their fields; on a conflict the user has to decide. */
export function useRecordSubmit<Row extends NamedRecord, Values extends { name: string }, Input>(
  kind: RecordKind<Row, Values, Input>,
  form: UseFormReturnType<Values>,
  stored?: Row,
) {
  const router = useRouter();
  const { known, save, loading, newer, take, settle } = useSaveRecord(kind, stored);
  const [problem, setProblem] = useState<Problem>();
  const release = useUnsavedGuard(form.isDirty());
  const fieldOf = (path: string[]) => {
    const name = kind.fieldOf?.(path) ?? path[0] ?? '';
    return name in form.values ? name : undefined;
  };
  const send = async (over?: Row) => {
    setProblem(undefined);
    try {
      const saved = await save(form.values, over);
      if (!saved) return;
      release();
      router.push(`${kind.path}/${saved.id}`);
    } catch (error) {
      const refused = problemOf(error);
      const { placed, left } = fieldErrorsOf(refused, fieldOf);
      form.setErrors(placed);
      setProblem({ ...refused, fieldErrors: left });
      window.scrollTo({ top: 0 });
    }
  };
  const takeTheirs = (theirs: Row) => {
    form.setValues(kind.valuesOf(theirs));
    take(theirs);
  };
  return { known, problem, loading, newer, send, takeTheirs, settle };
}
