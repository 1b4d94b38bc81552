import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { findPage, PageArgs } from '../graphql/page.ts';
import { getByRef } from '../graphql/references.ts';
import { IsName } from '../graphql/validators.ts';
import { InstanceConnection } from '../instances/instance.connection.ts';
import { Instance } from '../instances/instance.entity.ts';
import { instances } from '../instances/instance.references.ts';
import { KeyAttachment } from '../instances/key-attachment.entity.ts';
import type { NamedKind } from '../records/named-kind.ts';
import { namedResolvers } from '../records/named-resolvers.ts';
import { archivedKeys, keyUsers, machinesWithKeys, releaseKeys } from './delete-keys.ts';
import { ImportKeysResolver } from './import-keys.resolver.ts';
import { parsePublicKey } from './public-key.ts';
import { nameForKey, readKey } from './read-key.ts';
import { SshKey } from './ssh-key.entity.ts';
import { NewSshKey, SshKeyChanges, SshKeyFilter } from './ssh-key.inputs.ts';
import { sshKeyPayloads } from './ssh-key.payloads.ts';
import { sshKeys } from './ssh-key.references.ts';

const kind: NamedKind<SshKey, SshKeyChanges> = {
  of: sshKeys,
  property: 'sshKey',
  words: { one: 'a key', many: 'keys' },
  plural: { query: 'sshKeys', list: 'sshKeys' },
  changes: SshKeyChanges,
  creation: NewSshKey,
  nameRule: IsName,
  namedByDefault: {
    description: 'The unique name; by default the comment of the key.',
    nameFor: ({ publicKey }: Partial<NewSshKey>, problems) =>
      nameForKey(publicKey === undefined ? undefined : parsePublicKey(publicKey).key, problems),
  },
  alsoFoundBy: { fingerprint: 'The SHA256 fingerprint.' },
  list: { filter: SshKeyFilter, where: whereOf, alsoSearched: ['comment', 'fingerprint'] },
  payloads: sshKeyPayloads,
  make: (name) => new SshKey(name),
  plan: async (requests, { deadline }) => {
    const changes: ((sshKey: SshKey) => void)[] = [];
    for (const { input, problems } of requests) {
      const key = input.publicKey == null ? undefined : readKey(input.publicKey, problems);
      changes.push((sshKey) => void (key && sshKey.replace(key)));
      await nextTurn(); // reading a text of many lines takes some milliseconds
      deadline?.expect();
    }
    return changes;
  },
  users: keyUsers,
  machinesWith: machinesWithKeys,
  guardedFields: { name: ['name'], publicKey: ['publicKey'] },
  archived: archivedKeys,
  release: releaseKeys,
};

async function whereOf({ type, instance }: SshKeyFilter, em: EntityManager): Promise<FilterQuery<SshKey>> {
  const ofType = type ? { type } : {};
  if (!instance) return ofType;
  const { id } = await getByRef(em, instances, instance);
  const attached = await em.find(KeyAttachment, { instance: id });
  return { ...ofType, id: { $in: attached.map(({ key }) => key.id) } };
}

/** The fields of a key that are not columns. */
@Resolver(() => SshKey)
class SshKeyFieldsResolver {
  @FieldResolver(() => InstanceConnection, { description: 'The instances to which the key gives access.' })
  instances(@Root() { id }: SshKey, @Args(() => PageArgs) args: PageArgs, @Ctx() { em }: Context) {
    const where = { keyAttachments: { key: id } };
    const list = `instances of ${id}`;
    return findPage(em, Instance, { list, args, where, order: { hostnameKey: 'asc' } });
  }
}

export const sshKeyResolvers = [
  ...namedResolvers(kind, 'keys'),
  SshKeyFieldsResolver,
  ImportKeysResolver,
] as const;
