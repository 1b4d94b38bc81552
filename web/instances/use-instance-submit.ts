'use client';

import { notifications } from '@mantine/notifications';
import type { UseFormReturnType } from '@mantine/form';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { InstanceFormFragment } from '../generated/graphql';
import { fieldErrorsOf, type Problem, problemOf } from '../parts/problem';
import { useUnsavedGuard } from '../parts/unsaved-guard';
import { fieldNameOf } from './instance-input';
import { duplicateOf, emptyInstance, type InstanceValues, valuesOf } from './instance-values';
import type { Afterwards } from './save-buttons';
import { useSaveInstance } from './use-save-instance';

type Form = Pick<
  UseFormReturnType<InstanceValues>,
  'values' | 'isDirty' | 'setValues' | 'setInitialValues' | 'setErrors'
>;

/** Saves an instance form: shows field errors at their fields; on a conflict the user has to decide. */
export function useInstanceSubmit(form: Form, initial: InstanceValues, stored?: InstanceFormFragment) {
  const router = useRouter();
  const [known, setKnown] = useState(stored);
  const [before, setBefore] = useState(stored ? initial : emptyInstance);
  const [problem, setProblem] = useState<Problem>();
  const { save, busy, newer, settle } = useSaveInstance(known);
  const release = useUnsavedGuard(form.isDirty());

  const startFrom = (values: InstanceValues) => {
    setBefore(values);
    form.setInitialValues(values);
    form.setValues(values);
  };

  const finish = (instance: InstanceFormFragment, afterwards: Afterwards) => {
    notifications.show({ message: `${instance.hostname} is ${known ? 'saved' : 'registered'}.` });
    if (afterwards === 'another') {
      const next = initial === emptyInstance ? emptyInstance : duplicateOf(instance);
      form.setInitialValues(next);
      form.setValues(next);
      window.scrollTo({ top: 0 });
      return;
    }
    release();
    router.push(`/instances/${instance.id}`);
  };

  const send = async (afterwards: Afterwards, over?: InstanceFormFragment) => {
    setProblem(undefined);
    try {
      const instance = await save({ values: form.values, before, over });
      if (instance) finish(instance, afterwards);
    } catch (error) {
      const refused = problemOf(error);
      const { placed, left } = fieldErrorsOf(refused, fieldNameOf);
      form.setErrors(placed);
      setProblem({ ...refused, fieldErrors: left });
      window.scrollTo({ top: 0 });
    }
  };

  const takeTheirs = (theirs: InstanceFormFragment) => {
    startFrom(valuesOf(theirs));
    setKnown(theirs);
    settle();
  };

  return { known, before, problem, busy, newer, send, takeTheirs, settle };
}
