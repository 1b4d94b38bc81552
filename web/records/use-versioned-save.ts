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
  setValues: (values: Values) => void;
  setInitialValues: (values: Values) => void;
  setErrors: (errors: Record<string, string>) => void;
};

/** The operations of one kind of record. */
type Operations<Row, Values> = {
  create: (values: Values) => Saved<Row>;
  /** Saves the difference between the values and the version that editing began with, over another version. */
  update: (values: Values, versions: { known: Row; over: Row }) => Saved<Row>;
  /** Loads the newest version, past the cache. */
  load: (id: string) => Saved<Row>;
  /** The values of the form for a version. */
  valuesOf: (row: Row) => Values;
  /** The form field for a path of the input. */
  fieldOf: (path: string[]) => string | undefined;
};

/** The problem of the last save: field errors are shown at their fields, the others above the form. */
function useProblem(form: Pick<Form<unknown>, 'setErrors'>, fieldOf: (path: string[]) => string | undefined) {
  const [problem, setProblem] = useState<Problem>();
  const show = (error: unknown) => {
    const refused = problemOf(error);
    const { placed, left } = fieldErrorsOf(refused, fieldOf);
    form.setErrors(placed);
    setProblem({ ...refused, fieldErrors: left });
    window.scrollTo({ top: 0 });
  };
  return { problem, show, clear: () => setProblem(undefined) };
}

/**
 * Saves a form: creates a record, or updates the `stored` one if nobody has saved a newer version since. Then the newer
 * one is in `newer` until the user decides; nothing of the form is lost. Field errors are shown at their fields.
 */
export function useVersionedSave<Row extends Versioned, Values>(
  form: Form<Values>,
  { create, update, load, valuesOf, fieldOf }: Operations<Row, Values>,
  stored?: Row,
) {
  const [known, setKnown] = useState(stored);
  const [newer, setNewer] = useState<Row>();
  const { problem, show, clear } = useProblem(form, fieldOf);
  const [busy, setBusy] = useState(false);
  const release = useUnsavedGuard(form.isDirty());

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

  /**
   * Resolves with the saved record, or with undefined if the user has to decide or to correct something. The form stays
   * busy after it has saved, until it is left or starts again.
   */
  const save = async (over = known): Promise<Row | undefined> => {
    clear();
    setBusy(true);
    try {
      const saved = await write(over);
      if (saved) {
        setNewer(undefined);
        return saved;
      }
    } catch (error) {
      setNewer(undefined);
      show(error);
    }
    setBusy(false);
    return undefined;
  };

  /** Goes on with other values, of which nothing is unsaved. */
  const startFrom = (values: Values) => {
    form.setInitialValues(values);
    form.setValues(values);
    setBusy(false);
  };

  const takeTheirs = (theirs: Row) => {
    startFrom(valuesOf(theirs));
    setKnown(() => theirs);
    setNewer(undefined);
  };

  const settle = () => setNewer(undefined);
  return { known, newer, problem, busy, save, startFrom, takeTheirs, release, settle };
}
