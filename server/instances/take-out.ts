import type { RestoredInput } from './input-from-document.ts';

/**
 * Takes out of the input of a machine what a problem is about, at a path: an element of a list, or a field.
 * @returns what it gets instead, in a sentence, or an empty text; undefined where the machine cannot be without it
 */
export function takeOut(input: RestoredInput, path: string[], recordId: string): string | undefined {
  const [field, index, ...rest] = path;
  if (field === 'hostname') return rename(input, recordId);
  if (field === 'interfaces')
    return index === undefined ? undefined : takeOutOf(input.interfaces[Number(index)]!, rest);
  return takeOutOf(input, path);
}

/** The name that is taken goes; the id of the record is a host name that nobody else has. */
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

/** The places that the elements of shortened lists had before. */
const firstPlaces = new WeakMap<unknown[], number[]>();

const firstPlaceIn = (list: unknown[], index: number): number => firstPlaces.get(list)?.[index] ?? index;

/** The field at a path of the input, as it was called before anything was taken out. */
export function fieldAtFirst(input: RestoredInput, path: string[]): string {
  let within: unknown = input;
  const steps = path.map((step) => {
    const place = Array.isArray(within) ? firstPlaceIn(within, Number(step)) : step;
    within = (within as Record<string, unknown> | undefined)?.[step];
    return place;
  });
  return steps.join('.');
}

/** Lists without what was taken out of them, and without public addresses of private ones that are gone. */
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
  const places = [...list.keys()].filter((index) => isKept(list[index]!));
  const kept = places.map((index) => list[index]!);
  firstPlaces.set(
    kept,
    places.map((index) => firstPlaceIn(list, index)),
  );
  return kept;
}
