import type { Problems } from '../errors.ts';
import { maxKeys, type InstanceChanges } from '../instances/instance.inputs.ts';
import type { Instance } from '../instances/instance.entity.ts';
import { maxTags, type TagInput } from '../instances/tag.inputs.ts';
import { optionsOfPatch, type InstancePatchInput } from './instances-by-filter.inputs.ts';

/**
 * The changes of a job to each of its instances, as they are stored: keys and the document by their ids, without fields
 * that were not given.
 */
export type InstancePatch = Omit<InstancePatchInput, 'addTags' | 'removeTags' | 'addKeys' | 'removeKeys'> & {
  addTags?: TagInput[];
  removeTags?: string[];
  addKeys?: string[];
  removeKeys?: string[];
};

/** The relations of an instance that have to be loaded to change it. */
export function partsChangedBy({
  addTags,
  removeTags,
  addKeys,
  removeKeys,
  ...patch
}: InstancePatch): string[] {
  return [
    ...(addTags || removeTags || patch.instanceMetadataTags ? ['tags'] : []),
    ...(addKeys || removeKeys ? ['keyAttachments.key'] : []),
    ...(patch.userData === undefined ? [] : ['userData']),
  ];
}

/** Returns the input of `updateInstance` that applies a patch to one instance. */
export function changesOf(instance: Instance, patch: InstancePatch): InstanceChanges {
  const { addTags, removeTags, addKeys, removeKeys, userData, ...values } = patch;
  const options = Object.fromEntries(optionsOfPatch.map((option) => [option, values[option]]));
  const facts = Object.fromEntries(
    Object.entries(values).filter(([name]) => !optionsOfPatch.includes(name as never)),
  );
  return {
    ...facts,
    metadataOptions: options,
    ...(addTags || removeTags ? { tags: tagsAfter(instance, patch) } : {}),
    ...(addKeys || removeKeys ? { keys: keysAfter(instance, patch) } : {}),
    ...(userData === undefined ? {} : { userData }),
  };
}

function tagsAfter({ orderedTags }: Instance, { addTags = [], removeTags = [] }: InstancePatch): TagInput[] {
  const others = new Set([...removeTags, ...addTags.map(({ key }) => key)]);
  const kept = orderedTags.filter(({ key }) => !others.has(key));
  return [...kept.map(({ key, value }) => ({ key, value })), ...addTags];
}

/** New keys come last. */
function keysAfter({ orderedKeys }: Instance, { addKeys = [], removeKeys = [] }: InstancePatch): string[] {
  const removed = new Set(removeKeys);
  return [...new Set([...orderedKeys.map(({ id }) => id), ...addKeys])].filter((id) => !removed.has(id));
}

/** Reports more tags or keys than an instance may have. */
export function refuseTooMany({
  record: { hostname, tags, keyAttachments },
  input,
  problems,
}: {
  record: Instance;
  input: InstanceChanges;
  problems: Problems;
}): void {
  const parts = [
    { field: 'addTags', noun: 'tags', count: input.tags?.length, max: maxTags, before: tags },
    { field: 'addKeys', noun: 'keys', count: input.keys?.length, max: maxKeys, before: keyAttachments },
  ];
  for (const { field, noun, count = 0, max, before } of parts)
    if (count > max && count > before.length)
      problems.add(field, {
        code: 'BAD_USER_INPUT',
        message: `${hostname} would have ${count} ${noun}; an instance has at most ${max}.`,
      });
}
