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
    description: 'Served as `local-hostname`, by OpenStack as `hostname`; by default the hostname.',
  })
  localHostname(@Root() instance: Instance) {
    return instance.givenLocalHostname ?? instance.hostname;
  }

  @FieldResolver(() => [NetworkInterface], { description: 'The network interfaces, the primary one first.' })
  async interfaces(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, network);
    return instance.orderedInterfaces;
  }

  @FieldResolver(() => [IPAddress], {
    description: 'All private addresses of all interfaces, the primary one first.',
  })
  async addresses(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, network);
    return instance.addresses;
  }

  @FieldResolver(() => [IPAddress], {
    description: 'Further addresses from which the instance sends requests: NAT, a relay.',
  })
  async callerAddresses(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, network);
    return instance.callerAddresses;
  }

  @FieldResolver(() => MACAddress, {
    nullable: true,
    description: 'The hardware address of the primary interface.',
  })
  async mac(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, network);
    return instance.mac;
  }

  @FieldResolver(() => IPAddress, {
    nullable: true,
    description: 'The public IPv4 address of the primary interface, served as `public-ipv4`.',
  })
  async publicAddress(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, network);
    return instance.publicAddress;
  }

  @FieldResolver(() => [SecurityGroup], {
    description: 'The security groups of the primary interface, in their order.',
  })
  async securityGroups(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, ['interfaces.groupMemberships.group']);
    return instance.securityGroups;
  }

  @FieldResolver(() => [SshKey], {
    description: 'The SSH keys that give access to the instance, in the order of `public-keys`.',
  })
  async keys(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, ['keyAttachments.key']);
    return instance.orderedKeys;
  }

  @FieldResolver(() => [Tag], { description: 'The tags, sorted by key.' })
  async tags(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, ['tags']);
    return instance.orderedTags;
  }

  @FieldResolver(() => [CustomMetadata], {
    description: 'Further paths of the metadata, and other values for known ones, sorted by path.',
  })
  @Costs(300)
  @CountsAs(maxCustomMetadata)
  async customMetadata(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, ['customMetadata']);
    return instance.orderedCustomMetadata;
  }

  @FieldResolver(() => UserData, {
    nullable: true,
    description: "The user-data document: a shared one, or the instance's own.",
  })
  async userData(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, ['userData']);
    return instance.userData;
  }

  @FieldResolver(() => IamRole, {
    nullable: true,
    description: 'The role of the instance, served under `iam/`.',
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

  @FieldResolver(() => HistoryConnection, { description: 'All changes to the object.' })
  history(@Root() instance: Instance, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    return historyOf(context, instance.id, args);
  }

  @FieldResolver(() => Boolean, { description: 'True if the caller may change the object.' })
  viewerCanUpdate(@Ctx() { actor }: Context) {
    return may(actor, 'instances:write');
  }
}
