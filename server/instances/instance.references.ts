import type { Referable } from '../graphql/references.ts';
import { Instance } from './instance.entity.ts';

export const instances: Referable<Instance> = {
  entity: Instance,
  noun: 'instance',
  names: ['instanceId', 'hostname'],
};
