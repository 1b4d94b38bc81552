import type { EntityManager } from '@mikro-orm/core';
import type { GivenContent } from '../contents/given-content.ts';
import type { Instance } from '../instances/instance.entity.ts';
import { UserData } from './user-data.entity.ts';

/** Gives an instance a shared document, or none; removes a document of its own that it had before. */
export function setUserData(em: EntityManager, instance: Instance, next: UserData | null): void {
  const before = instance.userData;
  if (before === next) return;
  instance.userData = next;
  if (before && before.name === null) em.remove(ownedBy(instance, before));
}

/** Gives an instance a document of its own; no bytes mean no document. */
export function setOwnUserData(em: EntityManager, instance: Instance, content: GivenContent): void {
  if (content.size === 0) return setUserData(em, instance, null);
  const before = instance.userData;
  const own = ownedBy(instance, before && before.name === null ? before : new UserData(null));
  setUserData(em, instance, own.replace(content));
}

function ownedBy(instance: Instance, document: UserData): UserData {
  document.owner = instance;
  return document;
}
