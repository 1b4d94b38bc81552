import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { bulkResult } from '../graphql/bulk.ts';
import type { Context } from '../graphql/context.ts';
import { taken } from '../records/write-named.ts';
import { nameForKey, readKeys } from './read-key.ts';
import { SshKey } from './ssh-key.entity.ts';
import { ImportSshKeysInput } from './ssh-key.inputs.ts';
import { sshKeyPayloads } from './ssh-key.payloads.ts';

@Resolver(() => SshKey)
export class ImportKeysResolver {
  @Mutation(() => sshKeyPayloads.Many, {
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
        const name = nameForKey(key, own);
        if (name && known.some((one) => one.name === name)) own.add('publicKey', taken('a key', name));
        if (own.any) return bulkResult(index, own, {});
        const sshKey = new SshKey(name!).replace(key);
        known.push(sshKey);
        em.persist(sshKey);
        return bulkResult(index, own, { sshKey });
      }),
    };
  }
}
