import { quoted, type FieldError, type Problems } from '../errors.ts';
import type { Instance } from './instance.entity.ts';
import type { InstanceChanges } from './instance.inputs.ts';
import { Switch } from './metadata-options.ts';

const code = 'BAD_USER_INPUT';

/** Keys that a machine can read, as EC2 has it: the name in a listing and in a URL. */
const readable = /^(?!(\.{1,2}|_index)$)[A-Za-z0-9+\-=.,_:@]+$/;

/** In a listing cloud-init reads `1=x` as the key x at index 1; before the `=` is whatever Python's `int` takes. */
const likePublicKey = /^[+-]?\d+(_\d+)*=/;

const alphabet =
  'a key that the machine reads has letters a to z, digits and + - = . , _ : @, no blanks, and is not ".", ".." or "_index"';
const forCloudInit =
  'no key that the machine reads is a number with "=" after it: cloud-init would look for a public key';

/** The most keys that a message names. */
const maxNamed = 3;

/** Why a machine cannot read a tag with this key; undefined where it can. */
function obstacleOf(key: string): string | undefined {
  if (!readable.test(key)) return alphabet;
  return likePublicKey.test(key) ? forCloudInit : undefined;
}

/**
 * Reports tags that are given twice, and where the machine sees its tags those that it could not read: the given ones
 * each at its key, and those that it has already where it is to begin to see them.
 */
export function checkTags(input: InstanceChanges, instance: Instance | undefined, problems: Problems): void {
  const before = instance?.metadataOptions.instanceMetadataTags;
  const after = input.metadataOptions?.instanceMetadataTags ?? before;
  const isSeen = after === Switch.ENABLED;
  const seen = new Set<string>();
  for (const [index, { key }] of (input.tags ?? []).entries()) {
    if (key === undefined) continue;
    for (const problem of problemsOfTag(key, { isSeen, isDouble: seen.has(key) }))
      problems.add(['tags', index, 'key'], problem);
    seen.add(key);
  }
  if (isSeen && before !== after && input.tags === undefined) refuseSight(instance, problems);
}

/** The rule that a tag with this key breaks: where the machine sees it, or where it is given once more. */
export function problemsOfTag(
  key: string,
  { isSeen, isDouble }: { isSeen: boolean; isDouble: boolean },
): Omit<FieldError, 'path'>[] {
  const obstacle = isSeen ? obstacleOf(key) : undefined;
  const message = `The machine could not read the tag ${quoted(key)}: ${obstacle}.`;
  return [
    ...(obstacle ? [{ code, message, hint } as const] : []),
    ...(isDouble ? [{ code, message: `The tag ${quoted(key)} is given twice.` } as const] : []),
  ];
}

const hint = 'Write another key, or set metadataOptions.instanceMetadataTags to DISABLED.';

/** Reports the tags of a machine that it could not read if it were shown them. */
function refuseSight(instance: Instance | undefined, problems: Problems): void {
  const keys = (instance?.orderedTags ?? []).map(({ key }) => key).filter((key) => obstacleOf(key));
  const [first] = keys;
  if (first === undefined) return;
  const named = keys.slice(0, maxNamed).map(quoted).join(', ');
  const more = keys.length > maxNamed ? ` and ${keys.length - maxNamed} more` : '';
  problems.add(['metadataOptions', 'instanceMetadataTags'], {
    code,
    message: `The machine could not read its tags ${named}${more}: ${obstacleOf(first)}.`,
    hint: 'Remove these tags or give them other keys, in this call or before it.',
  });
}
