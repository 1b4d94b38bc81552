import { ReferenceKind, type EntityManager, type EntityProperty } from '@mikro-orm/core';
import type { GraphQLResolveInfo } from 'graphql';
import { fieldsAskedOf } from '../graphql/asked-fields.ts';
import type { Context } from '../graphql/context.ts';
import { populateAll } from '../graphql/populate.ts';
import type { Deletable } from '../records/deletion.ts';
import { deletableInstances } from './delete-instances.ts';
import { Instance } from './instance.entity.ts';
import { wholeInstance } from './whole-instance.ts';

/**
 * Deletes instances for a call that returns them: their parts are loaded before, but only if the query selects any,
 * since loading takes longer than deleting.
 */
export function deletableAndShown(
  info: GraphQLResolveInfo,
  { em }: Pick<Context, 'em'>,
): Deletable<Instance> {
  const asked = [...fieldsAskedOf(Instance.name, info)];
  if (asked.every((field) => isOwnValue(em, field))) return deletableInstances;
  return { ...deletableInstances, release: (_, records) => populateAll(em, records, wholeInstance) };
}

/** True for a field that needs no other table. */
function isOwnValue(em: EntityManager, field: string): boolean {
  const properties: Record<string, EntityProperty | undefined> = em.getMetadata().get(Instance).properties;
  const kind = properties[field]?.kind;
  return field === '__typename' || kind === ReferenceKind.SCALAR || kind === ReferenceKind.EMBEDDED;
}
