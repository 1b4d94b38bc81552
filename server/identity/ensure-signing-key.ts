import { UniqueConstraintViolationException, type EntityManager } from '@mikro-orm/core';
import { ActorKind } from '../audit/audit-entry.entity.ts';
import { setAuthor } from '../audit/author.ts';
import type { Encryption } from '../encryption.ts';
import { makeKeyPair } from './make-key-pair.ts';
import { SigningKey } from './signing-key.entity.ts';

/** The inputs for making a signing key. */
export interface KeyMaking {
  encryption: Encryption;
  /** Named in the certificate. */
  region: string;
  now: Date;
}

/**
 * Makes the first signing key of a deployment whose SECRET_KEY is configured. If several processes start at
 * once, one makes it, and the others use that one.
 */
export async function ensureSigningKey(em: EntityManager, making: KeyMaking): Promise<void> {
  if (!making.encryption.isPersistent || (await em.count(SigningKey)) > 0) return;
  setAuthor(em, () => ({ kind: ActorKind.SYSTEM, id: null, name: 'start of the server', requestId: null }));
  em.persist(new SigningKey(1, await makeKeyPair(making), making.encryption));
  try {
    await em.flush();
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
  }
}
