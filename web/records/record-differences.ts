import type { Difference } from '../parts/conflict';

type Versions<Values> = Record<'mine' | 'theirs' | 'before', Values>;

const textOf = (value: unknown) => (Array.isArray(value) ? value.join(', ') : String(value ?? ''));

/** The fields in which two versions of a record differ; secret values of the user are not shown. */
export function differencesOf<Values extends object>(
  { mine, theirs, before }: Versions<Values>,
  secret: readonly (keyof Values)[] = [],
): Difference[] {
  return (Object.keys(mine) as (keyof Values & string)[])
    .map((name) => {
      const [own, other, old] = [mine[name], theirs[name], before[name]].map(textOf);
      const hidden = secret.includes(name);
      return {
        field: name,
        mine: hidden && own ? 'given' : own!,
        theirs: other!,
        untouched: own === old,
      };
    })
    .filter((one) => one.mine !== one.theirs);
}
