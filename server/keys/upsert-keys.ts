import type { EntityManager } from '@mikro-orm/core';
import type { Problems } from '../errors.ts';
import { readKey, takenName } from './read-key.ts';
import { SshKey } from './ssh-key.entity.ts';
import type { SshKeyInput } from './ssh-key.inputs.ts';

/** A key as an input wants it. */
export interface WantedKey {
  input: SshKeyInput;
  problems: Problems;
}

/**
 * Makes the keys of the given names what the inputs say, new or not. With `atomic` any problem refuses the whole call;
 * otherwise an input with a problem is left out and gives undefined.
 */
export async function upsertKeys(
  em: EntityManager,
  wanted: WantedKey[],
  { atomic, problems }: { atomic: boolean; problems: Problems },
): Promise<(SshKey | undefined)[]> {
  const names = wanted.flatMap(({ input }) => input.name ?? []);
  const known = new Map((await em.find(SshKey, { name: { $in: names } })).map((one) => [one.name, one]));
  const seen = new Set<string>();
  const plans = wanted.map(({ input, problems: own }) => {
    if (seen.has(input.name)) own.add('name', takenName(input.name));
    seen.add(input.name);
    return { input, key: readKey(input.publicKey, own), own };
  });
  if (atomic) problems.stop();
  return plans.map(({ input, key, own }) => {
    if (own.any || !key) return undefined;
    const sshKey = known.get(input.name) ?? new SshKey(input.name, key);
    sshKey.replace(key);
    em.persist(sshKey);
    return sshKey;
  });
}
