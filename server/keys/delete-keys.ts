import type { EntityManager } from '@mikro-orm/core';
import { checkUnused } from '../graphql/used-by.ts';
import { KeyAttachment } from '../instances/key-attachment.entity.ts';
import type { Problems } from '../errors.ts';
import type { SshKey } from './ssh-key.entity.ts';

/** A key to delete, and the field that names it. */
export interface Doomed {
  sshKey: SshKey;
  field: string | (string | number)[];
}

/** Where the given keys are used: a problem at each, unless forced. Gives what to call to delete the keys. */
export async function prepareKeyDeletion(
  em: EntityManager,
  doomed: Doomed[],
  { problems, force }: { problems: Problems; force: boolean },
): Promise<(sshKey: SshKey) => void> {
  const keys = doomed.map(({ sshKey }) => sshKey);
  const attachments = await em.find(KeyAttachment, { key: { $in: keys } }, { populate: ['instance'] });
  const of = (sshKey: SshKey) => attachments.filter((attachment) => attachment.key === sshKey);
  for (const { sshKey, field } of force ? [] : doomed)
    checkUnused({ title: sshKey.name, users: of(sshKey).map(({ instance }) => instance) }, field, problems);
  return (sshKey) => {
    for (const attachment of of(sshKey)) em.remove(attachment);
    em.remove(sshKey);
  };
}
