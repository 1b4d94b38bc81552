import { LockMode } from '@mikro-orm/core';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { may } from '../access/actor.ts';
import { describeHolders } from '../access/permission.ts';
import { ActorKind } from '../audit/audit-entry.entity.ts';
import { setAuthor } from '../audit/author.ts';
import { inTransaction } from '../database/transaction.ts';
import { forbidden, notFound } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { Costs, CountsAs } from '../graphql/cost.ts';
import { keepPassword } from './encrypted-password.ts';
import { Instance } from './instance.entity.ts';
import { answerFor, notFound as metadataNotFound } from '../guests/guest-answer.ts';
import { MetadataAnswer, MetadataArgs } from './metadata-answer.ts';
import { metadataEntries } from './metadata-entries.ts';
import { MetadataEntry, MetadataTreeArgs } from './metadata-tree.ts';
import { showsContents } from './shows-contents.ts';
import { wholeInstance } from './whole-instance.ts';
import { withoutSecrets } from './without-secrets.ts';

/** The parts of a context that a change by a machine itself needs. */
type GuestChange = Pick<Context, 'em' | 'requestId'>;

/** Shows the answers to machines, and keeps the passwords that machines post. */
@Resolver(() => Instance)
export class InstanceMetadataResolver {
  @FieldResolver(() => MetadataAnswer, {
    description:
      'The exact answer that the instance gets at a path; for credentials and signatures only that they are there. Values from user-data or custom metadata need the permission user-data:read. In a dry run: the present answer.',
  })
  @Costs(20)
  async metadata(
    @Root() instance: Instance,
    @Args(() => MetadataArgs) { path, userAgent }: MetadataArgs,
    @Ctx() { guests, lastRequests, actor }: Context,
  ): Promise<MetadataAnswer> {
    const view = await guests.viewOf(instance.id);
    if (view && !may(actor, 'user-data:read') && showsContents(view, path))
      throw forbidden(
        `This path shows user-data or custom metadata, which needs the permission user-data:read: ${describeHolders('user-data:read')}.`,
      );
    const client = userAgent ?? (await lastRequests.of(instance))?.last.userAgent;
    return new MetadataAnswer(view ? answerFor(withoutSecrets(view), path, client) : metadataNotFound);
  }

  @FieldResolver(() => [MetadataEntry], {
    description:
      'Everything served to the instance in one tree, with the source of each value: at most 2,000 paths, each directory before its entries. Empty for an unknown version. In a dry run: the present answers.',
  })
  @Costs(2_000)
  @CountsAs(200)
  async metadataTree(
    @Root() instance: Instance,
    @Args(() => MetadataTreeArgs) args: MetadataTreeArgs,
    @Ctx() { em, guests, lastRequests, actor }: Context,
  ): Promise<MetadataEntry[]> {
    const view = await guests.viewOf(instance.id);
    if (!view) return [];
    const present = await em.fork().findOne(Instance, instance.id, { populate: wholeInstance });
    if (!present) return [];
    const machine = { instance: present, view: withoutSecrets(view) };
    const observed = await lastRequests.of(instance);
    return metadataEntries(machine, { ...args, observed, withContents: may(actor, 'user-data:read') });
  }

  /**
   * Keeps the password that a machine encrypted for its owner.
   * @throws NOT_FOUND, CONFLICT when there is one already, BAD_USER_INPUT when it is too long or no text
   */
  keepPassword(instanceId: string, sent: Uint8Array, { em, requestId }: GuestChange): Promise<void> {
    return inTransaction(em, async () => {
      const instance = await em.findOne(Instance, { instanceId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!instance) throw notFound('The machine');
      keepPassword(instance, sent);
      setAuthor(em, () => ({ kind: ActorKind.GUEST, id: instance.id, name: instance.title, requestId }));
    });
  }
}
