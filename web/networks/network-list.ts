import { notFound } from 'next/navigation';
import type { NetworkList } from './network-pages';

const lists: readonly string[] = ['vpcs', 'subnets', 'security-groups'] satisfies NetworkList[];

/** The kind that a path names; a page of another one does not exist. */
export function networkListOf(name: string): NetworkList {
  if (!lists.includes(name)) notFound();
  return name as NetworkList;
}
