import { randomBytes } from 'node:crypto';
import type { ObservedRequests } from '../observed/last-request.ts';
import type { GuestView } from '../metadata/guest-view.ts';
import { tracedView } from '../metadata/traced-view.ts';
import { wholeTree, type TreeEntry } from '../metadata/whole-tree.ts';
import { sourcesOf, type Machine } from './metadata-sources.ts';
import { AskAs, MetadataEntry, type MetadataTreeArgs } from './metadata-tree.ts';

/** The maximum number of entries, and of bytes that are shown of one value and of all of them. */
const maxEntries = 2_000;
const maxValueBytes = 64 * 1024;
const maxBytes = 1024 * 1024;

interface Asking extends MetadataTreeArgs {
  /** The requests of the machine that were observed; undefined if it has made none. */
  observed: ObservedRequests | undefined;
  /** False where the contents of user-data and custom metadata are hidden. */
  withContents: boolean;
}

/** Lists the metadata of a machine with the source of each value. */
export function metadataEntries(machine: Machine, asking: Asking): MetadataEntry[] {
  const { dataSource, version, observed, withContents } = asking;
  const traced = tracedView(machine.view);
  const client = { randomBytes, userAgent: observed?.last.userAgent };
  const status = statusOf(machine.view, asking);
  const entries: MetadataEntry[] = [];
  let left = maxBytes;
  for (const entry of wholeTree[dataSource]({ ...traced, version, client })) {
    if (entries.length === maxEntries) break;
    const isHidden = !withContents && showsContents(entry);
    const bytes = bytesOf(entry);
    const isShown = !isHidden && status === 200;
    const shown = isShown ? bytes?.subarray(0, Math.min(left, maxValueBytes)) : undefined;
    left -= shown?.length ?? 0;
    const { path, name } = entry;
    const findSources = () => sourcesOf(entry, machine);
    entries.push(new MetadataEntry({ path, name, status, isHidden, bytes, shown, findSources }));
  }
  return entries;
}

/** True for a value that was made from user-data or custom metadata. */
const showsContents = ({ content, reads, isCustom }: TreeEntry) =>
  content !== undefined && (isCustom === true || reads.includes('userData'));

const bytesOf = ({ content }: TreeEntry): Uint8Array | undefined =>
  typeof content === 'string' ? Buffer.from(content) : content;

/** The status of every answer; 200 where the machine is answered at all. */
function statusOf({ metadataOptions }: GuestView, asking: Asking): number {
  if (!metadataOptions.httpEndpoint) return 403;
  return metadataOptions.httpTokens === 'required' && !isWithToken(asking) ? 401 : 200;
}

/** Clients of EC2 send tokens, unless one was seen to ask without and has sent none since. */
function isWithToken({ as, dataSource, observed }: Asking): boolean {
  if (as !== AskAs.ITS_CLIENT) return as === AskAs.V2;
  const path = observed?.withoutToken?.path;
  return dataSource === 'EC2' && (path === undefined || /^\/(openstack|nocloud)(\/|$)/.test(path));
}
