import { connectionOf } from '../graphql/page.ts';
import { Subnet } from './subnet.entity.ts';

export const SubnetConnection = connectionOf(Subnet, 'A subnet');
