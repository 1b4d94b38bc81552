import type { Problems } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { findByRefs, findForInput, missing } from '../graphql/references.ts';
import { Switch } from '../instances/metadata-options.ts';
import { problemsOfTag } from '../instances/tag-rules.ts';
import { sshKeys } from '../keys/ssh-key.references.ts';
import { userDataDocuments } from '../user-data/user-data.references.ts';
import type { InstancePatch } from './instance-patch.ts';
import { optionsOfPatch, type InstancePatchInput } from './instances-by-filter.inputs.ts';

const code = 'BAD_USER_INPUT';

/**
 * Makes the patch of an input, with its references looked up. Problems that concern all instances are reported here,
 * each at its field; the job reports problems of single instances.
 */
export async function planPatch(
  em: Context['em'],
  input: InstancePatchInput,
  problems: Problems,
): Promise<InstancePatch> {
  const { addTags, removeTags, addKeys, removeKeys, userData, ...values } = input;
  checkTags(input, problems);
  const keys = {
    addKeys: await keysOf(em, addKeys, problems.at('addKeys')),
    removeKeys: await keysOf(em, removeKeys, problems.at('removeKeys')),
  };
  refuseBoth({ field: 'removeKeys', noun: 'key', added: keys.addKeys, removed: keys.removeKeys }, problems);
  const document = userData
    ? await findForInput(em, userDataDocuments, { ref: userData, field: 'userData', problems })
    : undefined;
  const patch = given({
    ...values,
    ...keys,
    addTags: addTags ?? undefined,
    removeTags: removeTags ?? undefined,
    userData: userData === null ? null : document?.id,
  });
  if (Object.keys(patch).length === 0 && !problems.any)
    problems.add([], { code, message: 'This patch changes nothing.', hint: 'Give at least one field.' });
  return patch;
}

/** Keeps only given fields, as plain values; an option that is null and an empty list count as not given. */
function given(patch: object): InstancePatch {
  const isGiven = (name: string, value: unknown) => {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return false;
    return value !== null || !optionsOfPatch.includes(name as never);
  };
  const fields = Object.entries(patch).filter(([name, value]) => isGiven(name, value));
  return JSON.parse(JSON.stringify(Object.fromEntries(fields))) as InstancePatch;
}

function checkTags(
  { addTags, removeTags, instanceMetadataTags }: InstancePatchInput,
  problems: Problems,
): void {
  const added = (addTags ?? []).map((tag) => tag?.key);
  const isSeen = instanceMetadataTags === Switch.ENABLED;
  const seen = new Set<string>();
  for (const [index, key] of added.entries()) {
    if (key === undefined) continue; // has a problem already
    for (const problem of problemsOfTag(key, { isSeen, isDouble: seen.has(key) }))
      problems.add(['addTags', index, 'key'], problem);
    seen.add(key);
  }
  refuseBoth({ field: 'removeTags', noun: 'tag', added, removed: removeTags ?? [] }, problems);
}

interface Both {
  field: string;
  noun: string;
  added: (string | undefined)[] | undefined;
  removed: (string | undefined)[] | undefined;
}

/** Reports items that are to be both added and removed. */
function refuseBoth({ field, noun, added = [], removed = [] }: Both, problems: Problems): void {
  const all = new Set(added);
  for (const [index, one] of removed.entries())
    if (one !== undefined && all.has(one))
      problems.add([field, index], { code, message: `This ${noun} is to be added and taken at once.` });
}

/** Finds the ids of keys, each at its index; undefined for a key that does not exist. */
async function keysOf(
  em: Context['em'],
  refs: string[] | null | undefined,
  problems: Problems,
): Promise<(string | undefined)[] | undefined> {
  if (!refs) return undefined;
  const found = await findByRefs(em, sshKeys, refs.filter(Boolean));
  return refs.map((ref, index) => {
    const key = found.get(ref);
    if (ref !== undefined && !key) problems.add([index], missing(sshKeys, ref));
    return key?.id;
  });
}
