import { notFound } from 'next/navigation';
import type { NetworkList } from './network-pages';

const lists: readonly string[] = ['vpcs', 'subnets', 'security-groups'] satisfies NetworkList[];

/** The kind in a path; shows the page "not found" for any other. */
export function networkListOf(name: string): NetworkList {
  if (!lists.includes(name)) notFound();
  return name as NetworkList;
}
