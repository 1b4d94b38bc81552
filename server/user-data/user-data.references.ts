import type { Referable } from '../graphql/references.ts';
import { UserData } from './user-data.entity.ts';

export const userDataDocuments: Referable<UserData> = {
  entity: UserData,
  noun: 'user-data document',
  names: ['name'],
};
