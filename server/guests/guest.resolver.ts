import { LockMode } from '@mikro-orm/core';
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ActorKind } from '../audit/audit-entry.entity.ts';
import { signAs } from '../audit/author.ts';
import { inTransaction } from '../database/transaction.ts';
import { notFound } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { populate } from '../graphql/populate.ts';
import { keepPassword } from '../instances/encrypted-password.ts';
import { Instance } from '../instances/instance.entity.ts';
import { wholeInstance } from '../instances/whole-instance.ts';
import type { GuestView } from '../metadata/guest-view.ts';
import { findGuest, findGuestOfProject, guestView, type Surroundings } from './guest-view.loader.ts';
import { MetadataAnswer, tell } from './metadata-answer.ts';
import type { SignedInstance } from './signed-instance.ts';
import { withoutSecrets } from './without-secrets.ts';

/** What a call of the facade needs of a context. */
export type GuestContext = Pick<Context, 'em' | 'config' | 'seal' | 'signing' | 'clock'>;

/** What a change by a machine itself needs of a context. */
export type GuestChange = Pick<Context, 'em' | 'requestId'>;

/** What machines are told: to themselves through the facade, and to whoever looks after them through GraphQL. */
@Resolver(() => Instance)
export class GuestResolver {
  @FieldResolver(() => MetadataAnswer, {
    description:
      'Exactly what this machine is told at a path; of credentials and signatures only that they are there.',
  })
  async metadata(
    @Root() instance: Instance,
    @Arg('path', () => String, {
      defaultValue: '/latest/meta-data/',
      description: 'A path of the metadata service.',
    })
    path: string,
    @Ctx() context: Context,
  ): Promise<MetadataAnswer> {
    await populate(context.em, instance, wholeInstance);
    return this.tell(withoutSecrets(guestView(instance, await surroundings(context))), path);
  }

  /** The machine that asks from an address; undefined when nobody registered it. */
  async identify(address: string, context: GuestContext): Promise<GuestView | undefined> {
    return findGuest(context.em, address, await surroundings(context));
  }

  /** The machine of a project that a trusted proxy names; undefined when the project has no such machine. */
  async identifySigned(signed: SignedInstance, context: GuestContext): Promise<GuestView | undefined> {
    return findGuestOfProject(context.em, signed, await surroundings(context));
  }

  /**
   * Keeps the password that a machine encrypted for its owner.
   * @throws NOT_FOUND, CONFLICT when there is one already, BAD_USER_INPUT when it is too long or no text
   */
  keepPassword(guest: GuestView, sent: Uint8Array, { em, requestId }: GuestChange): Promise<void> {
    return inTransaction(em, async () => {
      const where = { instanceId: guest.instanceId };
      const instance = await em.findOne(Instance, where, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!instance) throw notFound('The machine');
      keepPassword(instance, sent);
      signAs(em, { kind: ActorKind.GUEST, id: instance.id, name: instance.title, requestId });
    });
  }

  tell(guest: GuestView, path: string): MetadataAnswer {
    return tell(guest, path);
  }
}

async function surroundings({ em, config, seal, signing, clock }: GuestContext): Promise<Surroundings> {
  return { config, seal, signer: await signing.signerNow(em), now: clock() };
}
