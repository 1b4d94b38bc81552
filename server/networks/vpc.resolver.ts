import { Field, InputType } from 'type-graphql';
import { IsName } from '../graphql/validators.ts';
import type { NamedKind } from '../records/named-kind.ts';
import { namedResolvers } from '../records/named-resolvers.ts';
import { CIDR } from './network.scalars.ts';
import { Subnet } from './subnet.entity.ts';
import { Vpc } from './vpc.entity.ts';
import { vpcs } from './vpc.references.ts';

@InputType()
class VpcChanges {
  @Field(() => [CIDR], { nullable: true, description: 'Its IPv4 blocks, the primary one first.' })
  ipv4CidrBlocks?: string[] | null;

  @Field(() => [CIDR], { nullable: true, description: 'Its IPv6 blocks.' })
  ipv6CidrBlocks?: string[] | null;
}

const kind: NamedKind<Vpc, VpcChanges> = {
  of: vpcs,
  property: 'vpc',
  words: { one: 'a VPC', many: 'VPCs' },
  plural: { query: 'vpcs', list: 'vpcs' },
  changes: VpcChanges,
  creation: VpcChanges,
  nameRule: IsName,
  make: (name) => new Vpc(name),
  plan: async (wanted) =>
    wanted.map(({ input }) => (vpc) => {
      if (input.ipv4CidrBlocks !== undefined) vpc.ipv4CidrBlocks = input.ipv4CidrBlocks ?? [];
      if (input.ipv6CidrBlocks !== undefined) vpc.ipv6CidrBlocks = input.ipv6CidrBlocks ?? [];
    }),
  prepareDeletion: async (em, doomed, { problems }) => {
    const subnets = await em.find(Subnet, { vpc: { $in: doomed.map(({ record }) => record) } });
    for (const { record, field } of doomed) {
      const own = subnets.filter((subnet) => subnet.vpc === record);
      if (own.length > 0)
        problems.add(field, {
          code: 'DEPENDENCY_EXISTS',
          message: `${record.name} has the subnets ${own.map(({ name }) => name).join(', ')}.`,
          hint: 'Delete them first.',
        });
    }
    return (vpc) => void em.remove(vpc);
  },
};

/** What can be done with VPCs. */
export const vpcResolvers = namedResolvers(kind, 'networks');
