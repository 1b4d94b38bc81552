import { payloadsOf } from '../graphql/payload.ts';
import { UserData } from './user-data.entity.ts';

export const userDataPayloads = payloadsOf(UserData, {
  property: 'userData',
  plural: 'UserDataDocuments',
  words: 'a user-data document',
});
