import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { populate } from '../graphql/populate.ts';
import { Instance } from '../instances/instance.entity.ts';
import { wholeInstance } from '../instances/whole-instance.ts';
import type { GuestView } from '../metadata/guest-view.ts';
import { findGuest, findGuestOfProject, guestView } from './guest-view.loader.ts';
import { MetadataAnswer, tell } from './metadata-answer.ts';
import type { SignedInstance } from './signed-instance.ts';
import { withoutSecrets } from './without-secrets.ts';

/** What a call of the facade needs of a context. */
export type GuestContext = Pick<Context, 'em' | 'config' | 'seal' | 'clock'>;

/** What machines are told: to themselves through the facade, and to whoever looks after them through GraphQL. */
@Resolver(() => Instance)
export class GuestResolver {
  @FieldResolver(() => MetadataAnswer, {
    description: 'Exactly what this machine is told at a path; of credentials only that they are there.',
  })
  async metadata(
    @Root() instance: Instance,
    @Arg('path', () => String, {
      defaultValue: '/latest/meta-data/',
      description: 'A path of the metadata service.',
    })
    path: string,
    @Ctx() { em, config, seal, clock }: Context,
  ): Promise<MetadataAnswer> {
    await populate(em, instance, wholeInstance);
    return this.tell(withoutSecrets(guestView(instance, { config, seal, now: clock() })), path);
  }

  /** The machine that asks from an address; undefined when nobody registered it. */
  identify(address: string, { em, config, seal, clock }: GuestContext): Promise<GuestView | undefined> {
    return findGuest(em, address, { config, seal, now: clock() });
  }

  /** The machine of a project that a trusted proxy names; undefined when the project has no such machine. */
  identifySigned(
    signed: SignedInstance,
    { em, config, seal, clock }: GuestContext,
  ): Promise<GuestView | undefined> {
    return findGuestOfProject(em, signed, { config, seal, now: clock() });
  }

  tell(guest: GuestView, path: string): MetadataAnswer {
    return tell(guest, path);
  }
}
