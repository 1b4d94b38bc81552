'use client';

import { notifications } from '@mantine/notifications';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import type { InstanceFormFragment } from '../generated/graphql';
import { Conflict } from '../parts/conflict';
import { Failure } from '../parts/failure';
import { fieldErrorsOf, type Problem, problemOf } from '../parts/problem';
import { useUnsavedGuard } from '../parts/unsaved-guard';
import { AccessFields } from './access-fields';
import { BootFields } from './boot-fields';
import { IdentityFields } from './identity-fields';
import { differencesOf } from './instance-differences';
import { InstanceFormProvider, useInstanceForm } from './instance-form-context';
import classes from './instance-form.module.css';
import { fieldNameOf } from './instance-input';
import { InstanceSummary } from './instance-summary';
import { emptyInstance, type InstanceValues, valuesOf } from './instance-values';
import { MoreFields } from './more-fields';
import { NetworkFields } from './network-fields';
import { SaveButtons, type Afterwards } from './save-buttons';
import { useSaveInstance } from './use-save-instance';

type Props = { initial: InstanceValues; stored?: InstanceFormFragment };

/** `stored` is the version that editing began with; a newer one arriving in the cache does not replace it. */
export function InstanceForm({ initial, stored }: Props) {
  const router = useRouter();
  const [known, setKnown] = useState(stored);
  const before = useRef(known ? initial : emptyInstance);
  const [problem, setProblem] = useState<Problem>();
  const { save, busy, newer, settle } = useSaveInstance(known);
  const form = useInstanceForm({
    initialValues: initial,
    validate: { hostname: (value) => (value.trim() ? null : 'Give it a hostname.') },
  });
  const release = useUnsavedGuard(form.isDirty());

  const finish = (instance: InstanceFormFragment, afterwards: Afterwards) => {
    notifications.show({
      message: known ? `${instance.hostname} is saved.` : `${instance.hostname} is registered.`,
    });
    if (afterwards === 'another') {
      form.setInitialValues(emptyInstance);
      form.setValues(emptyInstance);
      before.current = emptyInstance;
      window.scrollTo({ top: 0 });
      return;
    }
    release();
    router.push(`/instances/${instance.id}`);
  };

  const send = async (values: InstanceValues, afterwards: Afterwards, over?: InstanceFormFragment) => {
    setProblem(undefined);
    try {
      const instance = await save({ values, before: before.current, over });
      if (instance) finish(instance, afterwards);
    } catch (error) {
      const refused = problemOf(error);
      const { placed, left } = fieldErrorsOf(refused, fieldNameOf);
      form.setErrors(placed);
      setProblem({ ...refused, fieldErrors: left });
      window.scrollTo({ top: 0 });
    }
  };

  const takeTheirs = () => {
    if (!newer) return;
    before.current = valuesOf(newer);
    form.setInitialValues(before.current);
    form.setValues(before.current);
    setKnown(newer);
    settle();
  };

  return (
    <InstanceFormProvider form={form}>
      <form
        className={classes.columns}
        onSubmit={form.onSubmit((values) => void send(values, 'open'))}
        noValidate
        aria-label={known ? 'Edit instance' : 'Register instance'}
      >
        <div>
          {problem && <Failure problem={problem} title="Not saved" />}
          <IdentityFields isNew={!known} />
          <NetworkFields />
          <AccessFields isNew={!known} />
          <BootFields />
          <MoreFields />
        </div>
        <aside className={classes.aside} aria-label="Summary and saving">
          <InstanceSummary />
          <SaveButtons
            isNew={!known}
            busy={busy}
            onAnother={() => form.onSubmit((values) => void send(values, 'another'))()}
          />
          <Link href={known ? `/instances/${known.id}` : '/instances'}>Cancel</Link>
        </aside>
      </form>
      {newer && (
        <Conflict
          opened
          busy={busy}
          differences={differencesOf(form.values, valuesOf(newer))}
          onKeepMine={() => void send(form.values, 'open', newer)}
          onTakeTheirs={takeTheirs}
          onClose={settle}
        />
      )}
    </InstanceFormProvider>
  );
}
