import type { EntityManager } from '@mikro-orm/core';
import { notFound } from '../errors.ts';
import { chunksOf } from '../graphql/chunks.ts';
import { Content } from './content.entity.ts';
import type { ContentHolder } from './given-content.ts';

interface Batch {
  hashes: Set<string>;
  found: Promise<Map<string, Uint8Array>>;
}

/** The maximum number of contents that one statement reads. */
const maxAtOnce = 50;

const batches = new WeakMap<EntityManager, Batch>();

/** Reads the bytes of a hash, batched with all others of this tick; undefined if they are no longer stored. */
export async function findBytes(em: EntityManager, sha256: string): Promise<Uint8Array | undefined> {
  const batch = batches.get(em) ?? begin(em);
  batch.hashes.add(sha256);
  return (await batch.found).get(sha256);
}

/** Returns the bytes of a record's content; in a dry run the given ones, which are not stored. @throws NOT_FOUND */
export async function getBytes(em: EntityManager, { sha256, given }: ContentHolder): Promise<Uint8Array> {
  const bytes = given?.sha256 === sha256 ? given.bytes : await findBytes(em, sha256);
  if (bytes === undefined) throw notFound('This content');
  return bytes;
}

function begin(em: EntityManager): Batch {
  const hashes = new Set<string>();
  const found = new Promise((resolve) => setImmediate(resolve)).then(() => {
    batches.delete(em);
    return readAll(em, hashes);
  });
  const batch = { hashes, found };
  batches.set(em, batch);
  return batch;
}

async function readAll(em: EntityManager, hashes: Set<string>): Promise<Map<string, Uint8Array>> {
  const all = new Map<string, Uint8Array>();
  for (const some of chunksOf([...hashes], maxAtOnce))
    for (const { sha256, bytes } of await em.find(
      Content,
      { sha256: { $in: some } },
      { disableIdentityMap: true },
    ))
      all.set(sha256, bytes);
  return all;
}
