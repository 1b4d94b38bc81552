import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { populate } from '../graphql/populate.ts';
import { NetworkInterface } from './network-interface.entity.ts';
import { SecurityGroup } from './security-group.entity.ts';
import { Subnet } from './subnet.entity.ts';

/** The fields of an interface that need other tables. */
@Resolver(() => NetworkInterface)
export class NetworkInterfaceResolver {
  @FieldResolver(() => Subnet, {
    nullable: true,
    description: 'The subnet of the interface, if known.',
  })
  async subnet(@Root() one: NetworkInterface, @Ctx() { em }: Context) {
    await populate(em, one, ['subnet']);
    return one.subnet;
  }

  @FieldResolver(() => [SecurityGroup], {
    description: 'The security groups of the interface, in their order.',
  })
  async securityGroups(@Root() one: NetworkInterface, @Ctx() { em }: Context) {
    await populate(em, one, ['groupMemberships.group']);
    return one.orderedGroups;
  }
}
