'use client';

import Link from 'next/link';
import type { InstanceFormFragment } from '../generated/graphql';
import { Conflict } from '../parts/conflict';
import { Failure } from '../parts/failure';
import { AccessFields } from './access-fields';
import { BootFields } from './boot-fields';
import { CustomFields } from './custom-fields';
import { IdentityFields } from './identity-fields';
import { differencesOf } from './instance-differences';
import { InstanceFormProvider, useInstanceForm } from './instance-form-context';
import classes from './instance-form.module.css';
import { InstanceSummary } from './instance-summary';
import { type InstanceValues, valuesOf } from './instance-values';
import { MoreFields } from './more-fields';
import { NetworkFields } from './network-fields';
import { SaveButtons } from './save-buttons';
import { useSaveInstance } from './use-save-instance';
import { kinds } from '../records/kinds';

type Props = { initial: InstanceValues; stored?: InstanceFormFragment };

/** `stored` is the version that editing began with; a newer one in the cache does not replace it. */
export function InstanceForm({ initial, stored }: Props) {
  const form = useInstanceForm({
    initialValues: initial,
    validate: { hostname: (value) => (value.trim() ? null : 'Enter a hostname.') },
  });
  const { known, before, problem, busy, newer, send, takeTheirs, settle } = useSaveInstance(
    form,
    initial,
    stored,
  );
  return (
    <InstanceFormProvider form={form}>
      <form
        className={classes.columns}
        onSubmit={form.onSubmit(() => void send('open'))}
        noValidate
        aria-label={known ? 'Edit instance' : 'Register instance'}
      >
        <div>
          {problem && <Failure problem={problem} title="Not saved" />}
          <IdentityFields isNew={!known} />
          <NetworkFields />
          <AccessFields isNew={!known} lastRequest={known?.lastRequest} />
          <BootFields />
          <CustomFields />
          <MoreFields />
        </div>
        <aside className={classes.aside} aria-label="Summary and saving">
          <InstanceSummary />
          <SaveButtons
            isNew={!known}
            busy={busy}
            onAnother={() => form.onSubmit(() => void send('another'))()}
          />
          <Link href={known ? `${kinds.instance.path}/${known.id}` : kinds.instance.listPath}>Cancel</Link>
        </aside>
      </form>
      {newer && (
        <Conflict
          opened
          busy={busy}
          differences={differencesOf({ mine: form.values, theirs: valuesOf(newer), before })}
          onKeepMine={() => void send('open', newer)}
          onTakeTheirs={() => takeTheirs(newer)}
          onClose={settle}
        />
      )}
    </InstanceFormProvider>
  );
}
