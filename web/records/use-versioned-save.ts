'use client';

import { useState } from 'react';
import { fieldErrorsOf, type Problem, problemOf } from '../parts/problem';
import { useUnsavedGuard } from '../parts/unsaved-guard';

type Versioned = { id: string; version: number };
type Saved<Row> = Promise<Row | null | undefined>;

/** The form whose values are saved. */
type Form<Values> = {
  values: Values;
  isDirty: () => boolean;
  setErrors: (errors: Record<string, string>) => void;
};

/** The operations of one kind of record. */
type Operations<Row, Values> = {
  create: (values: Values) => Saved<Row>;
  /** Saves the difference between the values and the version that editing began with, over another version. */
  update: (values: Values, versions: { known: Row; over: Row }) => Saved<Row>;
  /** Loads the newest version, past the cache. */
  load: (id: string) => Saved<Row>;
  /** The form field for a path of the input. */
  fieldOf: (path: string[]) => string | undefined;
};

/**
 * Saves a form: creates a record, or updates the `stored` one if nobody has saved a newer version since. Then the newer
 * one is in `newer` until the user decides; nothing of the form is lost. Field errors are shown at their fields.
 */
export function useVersionedSave<Row extends Versioned, Values>(
  form: Form<Values>,
  { create, update, load, fieldOf }: Operations<Row, Values>,
  stored?: Row,
) {
  const [known, setKnown] = useState(stored);
  const [newer, setNewer] = useState<Row>();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const release = useUnsavedGuard(form.isDirty());

  const show = (error: unknown) => {
    const refused = problemOf(error);
    const { placed, left } = fieldErrorsOf(refused, fieldOf);
    form.setErrors(placed);
    setProblem({ ...refused, fieldErrors: left });
    window.scrollTo({ top: 0 });
  };

  const write = async (over: Row | undefined): Saved<Row> => {
    if (!known || !over) return create(form.values);
    try {
      return await update(form.values, { known, over });
    } catch (error) {
      const theirs = problemOf(error).code === 'CONFLICT' ? await load(over.id) : undefined;
      if (!theirs) throw error;
      setNewer(() => theirs);
      return undefined;
    }
  };

  /** Resolves with the saved record, or with undefined if the user has to decide or to correct something. */
  const save = async (over = known): Promise<Row | undefined> => {
    setProblem(undefined);
    setBusy(true);
    try {
      const saved = (await write(over)) ?? undefined;
      if (saved) setNewer(undefined);
      return saved;
    } catch (error) {
      show(error);
      return undefined;
    } finally {
      setBusy(false);
    }
  };

  /** Goes on from a newer version. */
  const take = (theirs: Row) => {
    setKnown(() => theirs);
    setNewer(undefined);
  };

  return { known, newer, problem, busy, save, take, release, settle: () => setNewer(undefined) };
}
