import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { bulkResult } from '../graphql/bulk.ts';
import type { Context } from '../graphql/context.ts';
import { taken } from '../records/write-named.ts';
import { nameForKey, nameFrom, readKeys } from './read-key.ts';
import { SshKey } from './ssh-key.entity.ts';
import { ImportSshKeysInput } from './ssh-key.inputs.ts';
import { sshKeyPayloads } from './ssh-key.payloads.ts';

@Resolver(() => SshKey)
export class ImportKeysResolver {
  @Mutation(() => sshKeyPayloads.Many, {
    description: 'Imports several keys at once; a key that already exists is left unchanged.',
  })
  @Needs('keys:write')
  async importSshKeys(
    @Arg('input', () => ImportSshKeysInput) { text }: ImportSshKeysInput,
    @Ctx() { em, problems }: Context,
  ) {
    const read = readKeys(text, problems);
    const keys = read.flatMap(({ key }) => key ?? []);
    const known = await em.find(SshKey, {
      $or: [
        { fingerprint: { $in: keys.map(({ fingerprint }) => fingerprint) } },
        { name: { $in: keys.map(({ comment }) => nameFrom(comment)) } },
      ],
    });
    const registered = new Map(known.map((one) => [sameKey(one), one]));
    const names = new Set(known.map(({ name }) => name));
    return {
      results: read.map(({ key, problems: own }, index) => {
        const same = key && registered.get(sameKey(key));
        if (same || !key) return bulkResult(index, own, { sshKey: same });
        const name = nameForKey(key, own);
        if (name && names.has(name)) own.add('publicKey', { ...taken('a key', name), hint });
        if (own.any) return bulkResult(index, own, {});
        const sshKey = new SshKey(name!).replace(key);
        registered.set(sameKey(key), sshKey);
        names.add(sshKey.name);
        em.persist(sshKey);
        return bulkResult(index, own, { sshKey });
      }),
    };
  }
}

const hint = 'Write another comment behind the key, or register it by itself under another name.';

/** Identifies a key or a certificate, whose fingerprint is that of its key: type and base64, without the comment. */
const sameKey = ({ publicKey }: Pick<SshKey, 'publicKey'>) => publicKey.split(' ', 2).join(' ');
