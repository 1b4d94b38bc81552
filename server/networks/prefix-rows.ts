import type { Family } from '../addresses/ip-address.ts';

/** The prefixes of an interface in a plain row. JSON is a string in SQLite's rows. */
export type PrefixColumns = Record<`${Family}prefixes`, string | string[]>;

export function prefixesOf(row: PrefixColumns, family: Family): string[] {
  const list = row[`${family}prefixes`];
  return typeof list === 'string' ? (JSON.parse(list) as string[]) : list;
}
