import type { Difference } from '../parts/conflict';
import type { InstanceValues } from './instance-values';

const ignoredFields = ['base64', 'id', 'deviceNumber', 'networkCard'];
const groups = ['facts', 'lists', 'options', 'boot'];

function leaves(value: unknown, path: string[] = []): [string, string][] {
  const field = path.filter((part) => !groups.includes(part)).join(' ');
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object'))
    return [[field, value.join(', ')]];
  if (value && typeof value === 'object') {
    return Object.entries(value).flatMap(([name, inner]) =>
      ignoredFields.includes(name) ? [] : leaves(inner, [...path, name]),
    );
  }
  return [[field, value === null || value === undefined ? '' : String(value)]];
}

type Versions = { mine: InstanceValues; theirs: InstanceValues; before: InstanceValues };

/** The fields in which two versions of an instance differ. */
export function differencesOf({ mine, theirs, before }: Versions): Difference[] {
  const [own, other, old] = [mine, theirs, before].map((values) => new Map(leaves(values))) as [
    Map<string, string>,
    Map<string, string>,
    Map<string, string>,
  ];
  return [...new Set([...own.keys(), ...other.keys()])]
    .map((field) => ({
      field,
      mine: own.get(field) ?? '',
      theirs: other.get(field) ?? '',
      untouched: own.get(field) === old.get(field),
    }))
    .filter((one) => one.mine !== one.theirs);
}
