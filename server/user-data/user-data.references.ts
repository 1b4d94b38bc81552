import type { Referable } from '../graphql/references.ts';
import { UserData } from './user-data.entity.ts';

export const userDataDocuments: Referable<UserData> = {
  entity: UserData,
  noun: 'user-data document',
  names: ['name'],
  only: {
    where: { name: { $ne: null } },
    hint: "An instance's own document is changed with it: give userDataText or userDataBytes there.",
  },
};
