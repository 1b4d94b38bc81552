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
