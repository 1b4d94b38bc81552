import { Field, Int, ObjectType, registerEnumType, type ClassType } from 'type-graphql';
import type { ErrorCode, FieldError } from '../errors.ts';
import { CountsAs } from './cost.ts';

export enum Outcome {
  CREATED = 'CREATED',
  UPDATED = 'UPDATED',
  UNCHANGED = 'UNCHANGED',
  DELETED = 'DELETED',
}

registerEnumType(Outcome, {
  name: 'Outcome',
  description: 'What a mutation did to an object.',
  valuesConfig: {
    CREATED: { description: 'It is new.' },
    UPDATED: { description: 'It was there and differs now.' },
    UNCHANGED: { description: 'It was there and was already as asked.' },
    DELETED: { description: 'It is gone.' },
  },
});

/** One problem of an input, as data. */
@ObjectType('FieldError', { description: 'One problem of an input, at its field.', simpleResolvers: true })
export class FieldErrorType implements FieldError {
  @Field(() => [String], { description: 'The way to the field: `["input", "addresses", "0"]`.' })
  path!: string[];
  @Field(() => String, { description: 'One of the codes that errors carry.' })
  code!: ErrorCode;
  @Field(() => String, { description: 'What is wrong.' })
  message!: string;
  @Field(() => String, { nullable: true, description: 'What to do about it.' })
  hint?: string;
}

/** The error of one item of a bulk mutation that was refused while others succeeded. */
@ObjectType({ description: 'Why one item of a bulk mutation was refused.', simpleResolvers: true })
export class BulkError {
  @Field(() => String, { description: 'One of the codes that errors carry.' })
  code!: ErrorCode;
  @Field(() => String, { description: 'What is wrong, in one sentence.' })
  message!: string;
  @Field(() => [FieldErrorType], { description: 'Every problem of the item.' })
  @CountsAs(1)
  fieldErrors!: readonly FieldError[];
}

/** The fields of every payload of a mutation on one object. */
@ObjectType()
export abstract class Payload {
  /** Filled by the unit of work from what was really written. */
  @Field(() => Outcome, { description: 'What was done.' })
  outcome!: Outcome;
}

/** The fields of every result of one item of a bulk mutation. */
@ObjectType()
export abstract class BulkResult {
  @Field(() => Int, { description: 'The place of the item in the input, from 0.' })
  index!: number;
  @Field(() => Outcome, { nullable: true, description: 'What was done; null when the item was refused.' })
  outcome?: Outcome;
  @Field(() => BulkError, { nullable: true, description: 'Why the item was refused.' })
  error?: BulkError;
}

@ObjectType({ description: 'How many items of a bulk mutation had which outcome.', simpleResolvers: true })
export class BulkSummary {
  @Field(() => Int, { description: 'Items that are new.' })
  created: number = 0;
  @Field(() => Int, { description: 'Items that differ now.' })
  updated: number = 0;
  @Field(() => Int, { description: 'Items that were already as asked.' })
  unchanged: number = 0;
  @Field(() => Int, { description: 'Items that are gone.' })
  deleted: number = 0;
  @Field(() => Int, { description: 'Items that were refused.' })
  failed: number = 0;
}

/** The names in the payload types of an aggregate: `SshKeyPayload { sshKey }`, `SshKeyResult`, `SshKeysPayload`. */
export interface PayloadNames {
  /** The property that holds the object. */
  property: string;
  /** The bulk payload without its ending: `SshKeys`. */
  plural: string;
  /** The word for one of them in texts, as `a key`. */
  words: string;
}

/** The payload types of an aggregate: of a mutation on one object, and of one on many. */
export function payloadsOf(entity: ClassType<object>, { property, plural, words }: PayloadNames) {
  const holds = (payload: ClassType<object>, description: string) =>
    Field(() => entity, { nullable: true, description })(payload.prototype as object, property);

  @ObjectType(`${entity.name}Payload`, {
    description: `What a mutation did to ${words}.`,
    simpleResolvers: true,
  })
  class One extends Payload {}
  holds(One, 'The object as it is now, or was before it was deleted.');

  @ObjectType(`${entity.name}Result`, {
    description: `What a bulk mutation did to ${words}.`,
    simpleResolvers: true,
  })
  class Result extends BulkResult {}
  holds(Result, 'The object; null when the item was refused.');

  @ObjectType(`${plural}Payload`, { description: 'What a bulk mutation did.', simpleResolvers: true })
  class Many {
    @Field(() => [Result], { description: 'One result for each item, in their order.' })
    @CountsAs(1)
    results!: Result[];
    @Field(() => BulkSummary, { description: 'How many had which outcome.' })
    summary!: BulkSummary;
  }
  return { One, Result, Many };
}
