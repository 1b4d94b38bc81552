import type { RestoredInput } from './input-from-document.ts';

/**
 * Removes from the input of a machine the value that has a problem, at a path: an element of a list, or a field.
 * @returns a sentence about the replacement, or an empty text; undefined if the value is required
 */
export function takeOut(input: RestoredInput, path: string[], recordId: string): string | undefined {
  const [field, index, ...rest] = path;
  if (field === 'hostname') return rename(input, recordId);
  if (field === 'interfaces')
    return index === undefined ? undefined : takeOutOf(input.interfaces[Number(index)]!, rest);
  return takeOutOf(input, path);
}

/** Replaces a hostname that another machine has by the id of the record, which is unique. */
function rename(input: RestoredInput, recordId: string): string | undefined {
  if (input.hostname === recordId) return undefined;
  input.hostname = recordId;
  return `So it is called ${recordId}.`;
}

function takeOutOf(part: Record<string, unknown>, [field, index]: string[]): string | undefined {
  const value = field === undefined ? undefined : part[field];
  if (field === undefined || value === undefined || value === null || field === 'deviceNumber')
    return undefined;
  if (Array.isArray(value)) {
    if (index === undefined) return undefined;
    value[Number(index)] = undefined;
    return '';
  }
  part[field] = field === 'subnet' ? null : undefined;
  return '';
}

/** The original indexes of the elements of shortened lists. */
const firstIndexes = new WeakMap<unknown[], number[]>();

const firstIndexIn = (list: unknown[], index: number): number => firstIndexes.get(list)?.[index] ?? index;

/** Returns the path of a field as it was before anything was removed. */
export function fieldAtFirst(input: RestoredInput, path: string[]): string {
  let within: unknown = input;
  const steps = path.map((step) => {
    const first = Array.isArray(within) ? firstIndexIn(within, Number(step)) : step;
    within = (within as Record<string, unknown> | undefined)?.[step];
    return first;
  });
  return steps.join('.');
}

/** Removes the gaps from lists, and the public addresses of removed private ones. */
export function closeGaps(input: RestoredInput): void {
  for (const part of [input, ...input.interfaces])
    for (const [field, value] of Object.entries(part))
      if (Array.isArray(value)) part[field] = shortened(value, (one) => one !== undefined);
  for (const one of input.interfaces) {
    const own = new Set(one.addresses);
    one.associations = shortened(one.associations, ({ privateAddress }) => own.has(privateAddress));
  }
}

function shortened<Item>(list: Item[], isKept: (item: Item) => boolean): Item[] {
  const indexes = [...list.keys()].filter((index) => isKept(list[index]!));
  const kept = indexes.map((index) => list[index]!);
  firstIndexes.set(
    kept,
    indexes.map((index) => firstIndexIn(list, index)),
  );
  return kept;
}
