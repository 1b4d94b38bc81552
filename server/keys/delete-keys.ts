import { KeyAttachment } from '../instances/key-attachment.entity.ts';
import { keepUsed, type PrepareDeletion } from '../records/deletion.ts';
import type { SshKey } from './ssh-key.entity.ts';

/** Keys that open instances stay, unless forced: then they are taken from those. */
export const prepareKeyDeletion: PrepareDeletion<SshKey> = async (em, doomed, how) => {
  const keys = doomed.map(({ record }) => record);
  const found = await em.find(KeyAttachment, { key: { $in: keys } }, { populate: ['instance'] });
  const attachments = Map.groupBy(found, ({ key }) => key);
  keepUsed(doomed, (key) => (attachments.get(key) ?? []).map(({ instance }) => instance), how);
  return (key) => {
    for (const attachment of attachments.get(key) ?? []) em.remove(attachment);
    em.remove(key);
  };
};
