import { randomBytes } from 'node:crypto';
import type { LastRequest } from '../observed/last-request.ts';
import type { GuestView } from '../metadata/guest-view.ts';
import { tracedView } from '../metadata/traced-view.ts';
import { wholeTree, type TreeEntry } from '../metadata/whole-tree.ts';
import { textOf } from '../user-data/user-data-kind.ts';
import { sourcesOf, type Machine } from './metadata-sources.ts';
import { AskAs, MetadataEntryKind, type MetadataEntry, type MetadataTreeArgs } from './metadata-tree.ts';

/** The maximum number of entries, and of bytes of one value and of all of them. */
const maxEntries = 2_000;
const maxValueBytes = 64 * 1024;
const maxBytes = 1024 * 1024;

interface Asking extends MetadataTreeArgs {
  /** The last request of the machine; undefined if it has made none. */
  last: LastRequest | undefined;
  /** False where the contents of user-data and custom metadata are hidden. */
  withContents: boolean;
}

/** Lists the metadata of a machine with the source of each value. */
export function metadataEntries(machine: Machine, asking: Asking): MetadataEntry[] {
  const { dataSource, version, last, withContents } = asking;
  const traced = tracedView(machine.view);
  const client = { randomBytes, userAgent: last?.userAgent };
  const status = statusOf(machine.view, asking);
  const entries: MetadataEntry[] = [];
  let left = maxBytes;
  for (const entry of wholeTree[dataSource]({ ...traced, version, client })) {
    if (entries.length === maxEntries) break;
    const isHidden = !withContents && showsContents(entry);
    const bytes = bytesOf(entry);
    const shown = isHidden || status !== 200 ? undefined : bytes?.subarray(0, Math.min(left, maxValueBytes));
    left -= shown?.length ?? 0;
    entries.push({
      path: entry.path,
      name: entry.name,
      kind: bytes === undefined ? MetadataEntryKind.DIRECTORY : MetadataEntryKind.VALUE,
      status,
      ...(isHidden || bytes === undefined ? {} : { size: bytes.length }),
      ...(shown === undefined ? {} : { text: textOfPart(shown, bytes!) }),
      isHidden,
      sources: sourcesOf(entry, machine),
    });
  }
  return entries;
}

/** True for a value that was made from user-data or custom metadata. */
const showsContents = ({ content, reads, isCustom }: TreeEntry) =>
  content !== undefined && (isCustom === true || reads.includes('userData'));

const bytesOf = ({ content }: TreeEntry): Uint8Array | undefined =>
  typeof content === 'string' ? Buffer.from(content) : content;

/** The text of a value that may be cut within a character. */
function textOfPart(part: Uint8Array, whole: Uint8Array): string | undefined {
  if (part.length === whole.length) return textOf(part);
  for (let end = part.length; end > part.length - 4 && end >= 0; end -= 1) {
    const text = textOf(part.subarray(0, end));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The status of every answer; 200 where the machine is answered at all. */
function statusOf({ metadataOptions }: GuestView, asking: Asking): number {
  if (!metadataOptions.httpEndpoint) return 403;
  return metadataOptions.httpTokens === 'required' && !isWithToken(asking) ? 401 : 200;
}

function isWithToken({ as, dataSource, last }: Asking): boolean {
  if (as !== AskAs.ITS_CLIENT) return as === AskAs.V2;
  return dataSource === 'EC2' && (last?.withToken ?? true);
}
