import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { chunksOf } from '../graphql/chunks.ts';
import { Content } from './content.entity.ts';
import type { GivenContent } from './given-content.ts';

/** The maximum number of contents that one statement stores. */
const maxAtOnce = 50;

/**
 * Stores contents, and locks existing ones until the transaction ends: pruning waits for it, and then sees that they
 * were just used. Every transaction stores in the same order, so that two of them cannot deadlock.
 */
export async function storeContents(em: EntityManager, contents: Iterable<GivenContent>): Promise<void> {
  const byHash = new Map([...contents].map((one) => [one.sha256, one]));
  const usedAt = new Date();
  const sorted = [...byHash.values()].toSorted((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  for (const some of chunksOf(sorted, maxAtOnce))
    await (em as SqlEntityManager)
      .createQueryBuilder(Content)
      .insert(some.map(({ sha256, size, bytes }) => ({ sha256, size, bytes: Buffer.from(bytes), usedAt })))
      .onConflict('sha256')
      .merge(['usedAt'])
      .execute('run');
}

/** The same for stored contents that get a new reference. */
export async function keepContents(em: EntityManager, hashes: Iterable<string>): Promise<void> {
  for (const some of chunksOf([...new Set(hashes)].toSorted()))
    await em.nativeUpdate(Content, { sha256: { $in: some } }, { usedAt: new Date() });
}
