/**
 * Returns the name by which the machine with an id is looked up: its UUID in lower case, or its instance-id.
 * Undefined for anything else, which is of any length and may be the address of another machine.
 */
export function nameOfId(id: string): string | undefined {
  if (/^i-[0-9a-f]{17}$/.test(id)) return id;
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id.toLowerCase() : undefined;
}
