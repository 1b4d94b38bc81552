import type { EntityManager } from '@mikro-orm/core';
import { ActorKind } from './audit-entry.entity.ts';

/** Who is answerable for what an entity manager writes. */
export interface Author {
  kind: ActorKind;
  id: string | null;
  name: string;
  requestId: string | null;
}

const authors = new WeakMap<EntityManager, () => Author>();

const commandLine: Author = { kind: ActorKind.SYSTEM, id: null, name: 'command line', requestId: null };

/** Signs everything that the entity manager will write. The author is asked for whenever something is written. */
export const setAuthor = (em: EntityManager, author: () => Author) => authors.set(em, author);

export const authorOf = (em: EntityManager): Author => authors.get(em)?.() ?? commandLine;
