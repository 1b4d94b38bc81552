import type { EntityManager } from '@mikro-orm/core';
import type { Problems } from '../errors.ts';
import { checkUnused } from '../graphql/used-by.ts';
import { Instance } from '../instances/instance.entity.ts';
import type { UserData } from './user-data.entity.ts';

/** A document to delete, and the field that names it. */
export interface Doomed {
  userData: UserData;
  field: string | (string | number)[];
}

/** Where the given documents are used: a problem at each, unless forced. Gives what to call to delete them. */
export async function prepareUserDataDeletion(
  em: EntityManager,
  doomed: Doomed[],
  { problems, force }: { problems: Problems; force: boolean },
): Promise<(userData: UserData) => void> {
  const users = await em.find(Instance, { userData: { $in: doomed.map(({ userData }) => userData) } });
  const of = (userData: UserData) => users.filter((instance) => instance.userData === userData);
  for (const { userData, field } of force ? [] : doomed)
    checkUnused({ title: userData.title, users: of(userData) }, field, problems);
  return (userData) => {
    for (const instance of of(userData)) instance.userData = null;
    em.remove(userData);
  };
}
