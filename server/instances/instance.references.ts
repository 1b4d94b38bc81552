import type { Referable } from '../graphql/references.ts';
import { Instance } from './instance.entity.ts';
import { hostnameKeyOf } from './instance-names.ts';

export const instances: Referable<Instance> = {
  entity: Instance,
  noun: 'instance',
  names: ['instanceId', 'hostnameKey'],
  meantBy: { hostnameKey: hostnameKeyOf },
};
