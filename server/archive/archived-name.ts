import type { FilterQuery } from '@mikro-orm/core';
import { hostnameKeyOf } from '../instances/instance-names.ts';
import { Archived } from './archived.entity.ts';
import { ArchivedKind } from './archived-kind.ts';

/** The name of an object as names of its kind are compared: host names without case. */
export const nameKeyOf = (kind: ArchivedKind, name: string): string =>
  kind === ArchivedKind.INSTANCE ? hostnameKeyOf(name) : name;

/** The condition of archived objects of any kind that had a name. */
export const wasCalled = (name: string): FilterQuery<Archived> => ({
  $or: [
    { kind: ArchivedKind.INSTANCE, nameKey: nameKeyOf(ArchivedKind.INSTANCE, name) },
    { kind: { $ne: ArchivedKind.INSTANCE }, nameKey: name },
  ],
});
