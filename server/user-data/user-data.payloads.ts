import { payloadsOf } from '../graphql/payload.ts';
import { UserData } from './user-data.entity.ts';

export const { One: UserDataPayload, Many: UserDataDocumentsPayload } = payloadsOf(UserData, {
  property: 'userData',
  plural: 'UserDataDocuments',
  words: 'a user-data document',
});
