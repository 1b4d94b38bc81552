import { Field, ObjectType } from 'type-graphql';
import { BulkResult, BulkSummary, Payload } from '../graphql/payload.ts';
import { Instance } from './instance.entity.ts';

@ObjectType({ description: 'What a mutation did to an instance.', simpleResolvers: true })
export class InstancePayload extends Payload {
  @Field(() => Instance, {
    nullable: true,
    description: 'The instance as it is now, or was before it was deleted.',
  })
  instance?: Instance;
}

@ObjectType({ description: 'What a bulk mutation did to one instance.', simpleResolvers: true })
export class InstanceResult extends BulkResult {
  @Field(() => Instance, { nullable: true, description: 'The instance; null when the item was refused.' })
  instance?: Instance;
}

@ObjectType({ description: 'What a bulk mutation did.', simpleResolvers: true })
export class InstancesPayload {
  @Field(() => [InstanceResult], { description: 'One result for each item, in their order.' })
  results!: InstanceResult[];
  @Field(() => BulkSummary, { description: 'How many had which outcome.' })
  summary!: BulkSummary;
}
