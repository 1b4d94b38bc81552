import type { Referable } from '../graphql/references.ts';
import { UserData } from './user-data.entity.ts';

export const userDataDocuments: Referable<UserData> = {
  entity: UserData,
  noun: 'user-data document',
  names: ['name'],
  only: {
    where: { name: { $ne: null } },
    hint: "Give the id or the name of a shared document that exists. An instance's own is changed with the instance, by its userDataText or userDataBytes.",
  },
};
