import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { may } from '../access/actor.ts';
import { historyOf, HistoryConnection } from '../audit/history.ts';
import type { Context } from '../graphql/context.ts';
import { Costs, CountsAs } from '../graphql/cost.ts';
import { PageArgs } from '../graphql/page.ts';
import { populate } from '../graphql/populate.ts';
import { IamRole } from '../iam/iam-role.entity.ts';
import { SshKey } from '../keys/ssh-key.entity.ts';
import { NetworkInterface } from '../networks/network-interface.entity.ts';
import { IPAddress, MACAddress } from '../networks/network.scalars.ts';
import { SecurityGroup } from '../networks/security-group.entity.ts';
import { UserData } from '../user-data/user-data.entity.ts';
import { CustomMetadata, maxCustomMetadata } from './custom-metadata.entity.ts';
import { Instance } from './instance.entity.ts';
import { Tag } from './tag.entity.ts';

const network = ['interfaces', 'addressRows'];

/** The fields of an instance that are not columns of it. */
@Resolver(() => Instance)
export class InstanceFieldsResolver {
  @FieldResolver(() => String, {
    description: 'Served as `local-hostname`, by OpenStack as `hostname`: what was given, else the hostname.',
  })
  localHostname(@Root() instance: Instance) {
    return instance.givenLocalHostname ?? instance.hostname;
  }

  @FieldResolver(() => [NetworkInterface], { description: 'Its network interfaces, the primary one first.' })
  async interfaces(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, network);
    return instance.orderedInterfaces;
  }

  @FieldResolver(() => [IPAddress], {
    description: 'Every private address of every interface, the primary one first.',
  })
  async addresses(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, network);
    return instance.addresses;
  }

  @FieldResolver(() => [IPAddress], { description: 'Further addresses it asks from: NAT, a relay.' })
  async callerAddresses(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, network);
    return instance.callerAddresses;
  }

  @FieldResolver(() => MACAddress, {
    nullable: true,
    description: 'The hardware address of its primary interface.',
  })
  async mac(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, network);
    return instance.mac;
  }

  @FieldResolver(() => IPAddress, {
    nullable: true,
    description: 'The public address of its primary interface.',
  })
  async publicAddress(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, network);
    return instance.publicAddress;
  }

  @FieldResolver(() => [SecurityGroup], {
    description: 'The security groups of its primary interface, in their order.',
  })
  async securityGroups(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, ['interfaces.groupMemberships.group']);
    return instance.securityGroups;
  }

  @FieldResolver(() => [SshKey], { description: 'The keys that open it, in their order in `public-keys`.' })
  async keys(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, ['keyAttachments.key']);
    return instance.orderedKeys;
  }

  @FieldResolver(() => [Tag], { description: 'Its tags, sorted by key.' })
  async tags(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, ['tags']);
    return instance.orderedTags;
  }

  @FieldResolver(() => [CustomMetadata], {
    description: 'Further paths of its metadata, and other values of known ones, sorted by path.',
  })
  @Costs(300)
  @CountsAs(maxCustomMetadata)
  async customMetadata(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, ['customMetadata']);
    return instance.orderedCustomMetadata;
  }

  @FieldResolver(() => UserData, {
    nullable: true,
    description: "A shared document, or this instance's own.",
  })
  async userData(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, ['userData']);
    return instance.userData;
  }

  @FieldResolver(() => IamRole, {
    nullable: true,
    description: 'The role that it acts as, served under `iam/`.',
  })
  async iamRole(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, ['iamRole']);
    return instance.iamRole;
  }

  @FieldResolver(() => IamRole, {
    nullable: true,
    description: 'The role served under `identity-credentials/`.',
  })
  async identityRole(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, ['identityRole']);
    return instance.identityRole;
  }

  @FieldResolver(() => HistoryConnection, { description: 'Every change of it.' })
  history(@Root() instance: Instance, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return historyOf(context, instance.id, args);
  }

  @FieldResolver(() => Boolean, { description: 'True if the caller may change it.' })
  viewerCanUpdate(@Ctx() { actor }: Context) {
    return may(actor, 'instances:write');
  }
}
