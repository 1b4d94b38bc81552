import { Field, ObjectType } from 'type-graphql';
import { BulkResult, BulkSummary, Payload } from '../graphql/payload.ts';
import { SshKey } from './ssh-key.entity.ts';

@ObjectType({ description: 'What a mutation did to a key.', simpleResolvers: true })
export class SshKeyPayload extends Payload {
  @Field(() => SshKey, { nullable: true, description: 'The key as it is now, or was before it was deleted.' })
  sshKey?: SshKey;
}

@ObjectType({ description: 'What a bulk mutation did with one key line.', simpleResolvers: true })
export class SshKeyResult extends BulkResult {
  @Field(() => SshKey, { nullable: true, description: 'The key; null when the line was refused.' })
  sshKey?: SshKey;
}

@ObjectType({ description: 'What a bulk mutation did.', simpleResolvers: true })
export class SshKeysPayload {
  @Field(() => [SshKeyResult], { description: 'One result for each key line, in their order.' })
  results!: SshKeyResult[];
  @Field(() => BulkSummary, { description: 'How many had which outcome.' })
  summary!: BulkSummary;
}
