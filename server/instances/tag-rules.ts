import { quoted, type FieldError, type Problems } from '../errors.ts';
import type { Instance } from './instance.entity.ts';
import type { InstanceChanges } from './instance.inputs.ts';
import { Switch } from './metadata-options.ts';

const code = 'BAD_USER_INPUT';

/** Matches keys that a machine can read, as in EC2: they are names in a listing and in a URL. */
const readable = /^(?!(\.{1,2}|_index)$)[A-Za-z0-9+\-=.,_:@]+$/;

/** In a listing cloud-init reads `1=x` as public key x at index 1; it parses the part before `=` by Python's `int`. */
const likePublicKey = /^[+-]?\d+(_\d+)*=/;

const alphabet =
  'a key that the machine reads has letters a to z, digits and + - = . , _ : @, no blanks, and is not ".", ".." or "_index"';
const forCloudInit =
  'no key that the machine reads is a number with "=" after it: cloud-init would look for a public key';

/** The maximum number of keys that a message names. */
const maxNamed = 3;

/** The reason why a machine cannot read a tag with this key; undefined if it can. */
function obstacleOf(key: string): string | undefined {
  if (!readable.test(key)) return alphabet;
  return likePublicKey.test(key) ? forCloudInit : undefined;
}

/**
 * Reports tags that are given twice, and, if the machine can see its tags, those that it could not read: given ones at
 * their keys, and existing ones if the input begins to show them.
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

/** Returns the rules that a tag with this key breaks: it is unreadable for the machine, or given twice. */
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

/** Reports the existing tags of a machine that it could not read. */
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
