import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { bulkResult } from '../graphql/bulk.ts';
import type { Context } from '../graphql/context.ts';
import { deleteMany } from '../records/deletion.ts';
import { deletableKeys } from './delete-keys.ts';
import { nameForKey, readKeys, takenName } from './read-key.ts';
import { SshKey } from './ssh-key.entity.ts';
import { DeleteSshKeysInput, ImportSshKeysInput, UpsertSshKeysInput } from './ssh-key.inputs.ts';
import { SshKeysPayload } from './ssh-key.payloads.ts';
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
  deleteSshKeys(@Arg('input', () => DeleteSshKeysInput) input: DeleteSshKeysInput, @Ctx() context: Context) {
    return deleteMany(deletableKeys, input, context);
  }
}
