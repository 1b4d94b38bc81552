import { conflict, Refusal } from '../errors.ts';
import { textOf } from '../user-data/user-data-kind.ts';
import type { Instance } from './instance.entity.ts';

/** The maximum size of an encrypted password (nova: MAX_SIZE of its metadata API). */
const maxBytes = 1020;

/**
 * Stores the administrator's password that a machine has encrypted for its owner. Empty bytes store nothing; a stored
 * password is removed only when the machine is reprovisioned.
 * @throws CONFLICT if there is one already
 * @throws BAD_USER_INPUT if it is too long, or no text
 */
export function keepPassword(instance: Instance, sent: Uint8Array): void {
  if (instance.encryptedPassword !== null) throw conflict('The machine has left a password already.');
  const text = sent.length > maxBytes ? undefined : textOf(sent);
  if (text === undefined)
    throw new Refusal('BAD_USER_INPUT', `An encrypted password is text of at most ${maxBytes} bytes.`);
  instance.encryptedPassword = text || null;
}
