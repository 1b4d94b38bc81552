import { conflict, Refusal } from '../errors.ts';
import { textOf } from '../user-data/user-data-kind.ts';
import type { Instance } from './instance.entity.ts';

/** Bytes that an encrypted password may have (nova: MAX_SIZE of its metadata API). */
const limit = 1020;

/**
 * Keeps the administrator's password of a machine as the machine has encrypted it for its owner. Nothing sent is nothing
 * kept; what is kept goes only when the machine is provisioned anew.
 * @throws CONFLICT when there is one already
 * @throws BAD_USER_INPUT when it is too long, or no text
 */
export function keepPassword(instance: Instance, sent: Uint8Array): void {
  if (instance.encryptedPassword !== null) throw conflict('The machine has left a password already.');
  const text = sent.length > limit ? undefined : textOf(sent);
  if (text === undefined)
    throw new Refusal('BAD_USER_INPUT', `An encrypted password is text of at most ${limit} bytes.`);
  instance.encryptedPassword = text || null;
}
