import { Field, ObjectType } from 'type-graphql';
import { BulkResult, BulkSummary, Payload } from '../graphql/payload.ts';
import { UserData } from './user-data.entity.ts';

@ObjectType({ description: 'What a mutation did to a user-data document.', simpleResolvers: true })
export class UserDataPayload extends Payload {
  @Field(() => UserData, {
    nullable: true,
    description: 'The document as it is now, or was before it was deleted.',
  })
  userData?: UserData;
}

@ObjectType({ description: 'What a bulk mutation did to one user-data document.', simpleResolvers: true })
export class UserDataResult extends BulkResult {
  @Field(() => UserData, { nullable: true, description: 'The document; null when the item was refused.' })
  userData?: UserData;
}

@ObjectType({ description: 'What a bulk mutation did.', simpleResolvers: true })
export class UserDataDocumentsPayload {
  @Field(() => [UserDataResult], { description: 'One result for each item, in their order.' })
  results!: UserDataResult[];
  @Field(() => BulkSummary, { description: 'How many had which outcome.' })
  summary!: BulkSummary;
}
