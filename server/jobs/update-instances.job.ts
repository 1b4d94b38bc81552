import { LockMode } from '@mikro-orm/core';
import { keepRecords } from '../database/transaction.ts';
import { Problems } from '../errors.ts';
import { populateAll } from '../graphql/populate.ts';
import { findByRefs } from '../graphql/references.ts';
import { Instance } from '../instances/instance.entity.ts';
import { provision } from '../instances/provision.ts';
import { SshKey } from '../keys/ssh-key.entity.ts';
import { sshKeys } from '../keys/ssh-key.references.ts';
import { UserData } from '../user-data/user-data.entity.ts';
import { userDataDocuments } from '../user-data/user-data.references.ts';
import { changesOf, partsChangedBy, refuseTooMany, type InstancePatch } from './instance-patch.ts';
import { failureOf, failureOfAll } from './job-failure.ts';
import type { JobWork } from './job-kind.ts';

/** Changes instances as `updateInstance` does; an instance with a problem is left unchanged. */
export const updatingInstances: JobWork = {
  needs: 'instances:write',

  /** Locks the records that it assigns: a deletion waits for the chunk, then removes them from these instances too. */
  async obstacle(input, { em }) {
    const { addKeys = [], userData } = input as InstancePatch;
    const keys = [...new Set((await findByRefs(em, sshKeys, addKeys)).values())];
    if ((await keepRecords(em, SshKey, keys)).size < new Set(addKeys).size)
      return 'A key that it adds was deleted meanwhile.';
    if (!userData) return undefined;
    const documents = [...(await findByRefs(em, userDataDocuments, [userData])).values()];
    if ((await keepRecords(em, UserData, documents)).size > 0) return undefined;
    return 'The user-data document that it gives was deleted meanwhile.';
  },

  async work(ids, input, { em, actor, config }) {
    const patch = input as InstancePatch;
    const found = await em.find(Instance, { id: { $in: ids } }, locked);
    await populateAll(em, found, partsChangedBy(patch));
    const problems = new Problems(['input', 'patch']);
    const requests = found.map((record) => ({
      record,
      input: changesOf(record, patch),
      problems: problems.at(record.id),
    }));
    for (const one of requests) refuseTooMany(one);
    await provision(requests, false, { em, actor, config, problems });
    const foundIds = new Set(found.map(({ id }) => id));
    return [
      ...ids.filter((id) => !foundIds.has(id)).map((id) => failureOf({ id, title: null }, gone)),
      ...requests.flatMap((one) => (one.problems.any ? failureOfAll(one.record, one.problems.list()) : [])),
    ];
  },
};

/** Locks instances against changes by others until the transaction ends. */
const locked = { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } } as const;

const gone = { code: 'NOT_FOUND', message: 'This instance was deleted meanwhile.' } as const;
