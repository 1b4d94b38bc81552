import { payloadsOf } from '../graphql/payload.ts';
import { Subnet } from './subnet.entity.ts';

export const subnetPayloads = payloadsOf(Subnet, {
  property: 'subnet',
  plural: 'Subnets',
  words: 'a subnet',
});
