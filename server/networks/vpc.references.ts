import type { Referable } from '../graphql/references.ts';
import { Vpc } from './vpc.entity.ts';

export const vpcs: Referable<Vpc> = { entity: Vpc, noun: 'VPC', names: ['name'] };
