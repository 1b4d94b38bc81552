import type { Referable } from '../graphql/references.ts';
import { SecurityGroup } from './security-group.entity.ts';
import { Subnet } from './subnet.entity.ts';
import { Vpc } from './vpc.entity.ts';

export const vpcs: Referable<Vpc> = { entity: Vpc, noun: 'VPC', names: ['name'] };

export const subnets: Referable<Subnet> = { entity: Subnet, noun: 'subnet', names: ['name'] };

export const securityGroups: Referable<SecurityGroup> = {
  entity: SecurityGroup,
  noun: 'security group',
  names: ['name'],
};
