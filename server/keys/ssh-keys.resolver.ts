import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { bulkResult } from '../graphql/bulk.ts';
import type { Context } from '../graphql/context.ts';
import { findByRefs, missing } from '../graphql/references.ts';
import { prepareKeyDeletion } from './delete-keys.ts';
import { nameForKey, readKeys, takenName } from './read-key.ts';
import { SshKey } from './ssh-key.entity.ts';
import { DeleteSshKeysInput, ImportSshKeysInput, UpsertSshKeysInput } from './ssh-key.inputs.ts';
import { SshKeysPayload } from './ssh-key.payloads.ts';
import { sshKeys } from './ssh-key.references.ts';
import { upsertKeys } from './upsert-keys.ts';

/** What can be done with many keys at once. */
@Resolver(() => SshKey)
export class SshKeysResolver {
  @Mutation(() => SshKeysPayload, { description: 'Makes many keys what the inputs say, new or not.' })
  @Needs('keys:write')
  async upsertSshKeys(
    @Arg('input', () => UpsertSshKeysInput) { sshKeys: inputs, atomic }: UpsertSshKeysInput,
    @Ctx() { em, problems }: Context,
  ) {
    const wanted = inputs.map((input, index) => ({ input, problems: problems.at('sshKeys', index) }));
    const upserted = await upsertKeys(em, wanted, { atomic, problems });
    return {
      results: wanted.map((one, index) => bulkResult(index, one.problems, { sshKey: upserted[index] })),
    };
  }

  @Mutation(() => SshKeysPayload, {
    description: 'Registers several keys at once; one that is there already is left alone.',
  })
  @Needs('keys:write')
  async importSshKeys(
    @Arg('input', () => ImportSshKeysInput) { text }: ImportSshKeysInput,
    @Ctx() { em, problems }: Context,
  ) {
    const read = readKeys(text, problems);
    const known = await em.find(SshKey, {
      $or: [
        { fingerprint: { $in: read.flatMap(({ key }) => key?.fingerprint ?? []) } },
        { name: { $in: read.flatMap(({ key }) => key?.comment ?? []) } },
      ],
    });
    return {
      results: read.map(({ key, problems: own }, index) => {
        const same = key && known.find((one) => one.fingerprint === key.fingerprint && one.type === key.type);
        if (same || !key) return bulkResult(index, own, { sshKey: same });
        const name = nameForKey(undefined, key, own);
        if (name && known.some((one) => one.name === name)) own.add('publicKey', takenName(name));
        if (own.any) return bulkResult(index, own, {});
        const sshKey = new SshKey(name!, key);
        known.push(sshKey);
        em.persist(sshKey);
        return bulkResult(index, own, { sshKey });
      }),
    };
  }

  @Mutation(() => SshKeysPayload, {
    description: 'Deletes many keys that no instance uses, or any with force.',
  })
  @Needs('keys:write')
  async deleteSshKeys(
    @Arg('input', () => DeleteSshKeysInput) { ids, atomic, force }: DeleteSshKeysInput,
    @Ctx() { em, problems }: Context,
  ) {
    const found = await findByRefs(em, sshKeys, ids);
    for (const [index, ref] of ids.entries())
      if (!found.has(ref)) problems.add(['ids', index], missing(sshKeys, ref));
    const doomed = ids.flatMap((ref, index) =>
      found.has(ref) ? [{ sshKey: found.get(ref)!, field: ['ids', index] }] : [],
    );
    const remove = await prepareKeyDeletion(em, doomed, { problems, force });
    if (atomic) problems.stop();
    const good = doomed.filter(({ field }) => !problems.at(...field).any);
    for (const sshKey of new Set(good.map((one) => one.sshKey))) remove(sshKey);
    return {
      results: ids.map((ref, index) =>
        bulkResult(index, problems.at('ids', index), { sshKey: found.get(ref) }),
      ),
    };
  }
}
