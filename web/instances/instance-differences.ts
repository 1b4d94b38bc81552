import type { Difference } from '../parts/conflict';
import type { InstanceValues } from './instance-values';

const hiddenParts = ['base64', 'deviceNumber', 'networkCard'];

function leaves(value: unknown, path: string[] = []): [string, string][] {
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object'))
    return [[path.join(' '), value.join(', ')]];
  if (value && typeof value === 'object') {
    return Object.entries(value).flatMap(([name, inner]) =>
      hiddenParts.includes(name) ? [] : leaves(inner, [...path, name]),
    );
  }
  return [[path.join(' '), value === null || value === undefined ? '' : String(value)]];
}

/** Where two versions of an instance say different things, field by field. */
export function differencesOf(mine: InstanceValues, theirs: InstanceValues): Difference[] {
  const own = new Map(leaves(mine));
  const other = new Map(leaves(theirs));
  return [...new Set([...own.keys(), ...other.keys()])]
    .map((field) => ({ field, mine: own.get(field) ?? '', theirs: other.get(field) ?? '' }))
    .filter(({ mine: left, theirs: right }) => left !== right);
}
