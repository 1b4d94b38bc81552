import { UniqueConstraintViolationException, type EntityManager } from '@mikro-orm/core';
import { conflict } from '../errors.ts';
import type { KeyMaking } from './ensure-signing-key.ts';
import { makeKeyPair } from './make-key-pair.ts';
import { SigningKey } from './signing-key.entity.ts';

/**
 * Makes a key of the next generation, which signs from now on. Earlier certificates stay published.
 *
 * @throws BAD_USER_INPUT while SECRET_KEY is not configured, CONFLICT if another process does the same at this moment
 */
export async function rotateSigningKey(em: EntityManager, making: KeyMaking): Promise<SigningKey> {
  const [latest] = await em.find(SigningKey, {}, { orderBy: { generation: 'desc' }, limit: 1 });
  const generation = (latest?.generation ?? 0) + 1;
  const key = new SigningKey(generation, await makeKeyPair(making), making.encryption);
  try {
    await em.persist(key).flush();
    return key;
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
    throw conflict(`Another process made the ${key.title} at this moment, and that one signs now.`);
  }
}
