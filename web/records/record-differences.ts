import type { Difference } from '../parts/conflict';
import type { EditedKind, RecordValues } from './record-kind';

type Versions<Values> = Record<'mine' | 'theirs' | 'before', Values>;
type Shown<Values extends RecordValues> = Pick<EditedKind<never, Values, never>, 'secret' | 'textOf'>;

const plainText = (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value ?? ''));

/** The fields in which two versions of a record differ; secret values of the user are not shown. */
export function differencesOf<Values extends RecordValues>(
  { mine, theirs, before }: Versions<Values>,
  { secret = [], textOf }: Shown<Values>,
): Difference[] {
  return (Object.keys(mine) as (keyof Values & string)[])
    .map((name) => {
      const text = (of: Values) => textOf?.(name, of[name]) ?? plainText(of[name]);
      const own = text(mine);
      return {
        field: name,
        mine: secret.includes(name) && own ? 'given' : own,
        theirs: text(theirs),
        untouched: own === text(before),
      };
    })
    .filter((one) => one.mine !== one.theirs);
}
