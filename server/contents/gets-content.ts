import { ChangeSetType, type ChangeSet } from '@mikro-orm/core';

const writes: ChangeSetType[] = [ChangeSetType.CREATE, ChangeSetType.UPDATE, ChangeSetType.UPDATE_EARLY];

/** True for a change that sets the content of a record, the first one or another. */
export const getsContent = ({ type, meta, payload }: ChangeSet<object>): boolean =>
  writes.includes(type) && 'sha256' in meta.properties && Reflect.get(payload, 'sha256') !== undefined;
