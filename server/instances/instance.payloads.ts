import { payloadsOf } from '../graphql/payload.ts';
import { Instance } from './instance.entity.ts';

export const {
  One: InstancePayload,
  Result: InstanceResult,
  Many: InstancesPayload,
} = payloadsOf(Instance, {
  property: 'instance',
  plural: 'Instances',
  words: 'an instance',
});
