import { connectionOf } from '../graphql/page.ts';
import { Instance } from './instance.entity.ts';

export const InstanceConnection = connectionOf(Instance, 'An instance');
