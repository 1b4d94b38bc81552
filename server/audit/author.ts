import type { EntityManager } from '@mikro-orm/core';
import { ActorKind } from './audit-entry.entity.ts';

/** The actor that the history names for the writes of an entity manager. */
export interface Author {
  kind: ActorKind;
  id: string | null;
  name: string;
  requestId: string | null;
}

const authors = new WeakMap<EntityManager, () => Author>();

const commandLine: Author = { kind: ActorKind.SYSTEM, id: null, name: 'command line', requestId: null };

/** Sets the author of everything that the entity manager will write. The function is called at each write. */
export const setAuthor = (em: EntityManager, author: () => Author) => authors.set(em, author);

export const authorOf = (em: EntityManager): Author => authors.get(em)?.() ?? commandLine;
