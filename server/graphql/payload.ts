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
  description: 'The possible outcomes of a mutation for an object.',
  valuesConfig: {
    CREATED: { description: 'The object was created.' },
    UPDATED: { description: 'The object existed and was updated.' },
    UNCHANGED: { description: 'The object existed and was already as requested.' },
    DELETED: { description: 'The object was deleted.' },
  },
});

/** One problem of an input, as data. */
@ObjectType('FieldError', { description: 'A problem of an input, at its field.', simpleResolvers: true })
export class FieldErrorType implements FieldError {
  @Field(() => [String], { description: 'The path to the field: `["input", "addresses", "0"]`.' })
  path!: string[];
  @Field(() => String, { description: 'The error code, as in the extensions of errors.' })
  code!: ErrorCode;
  @Field(() => String, { description: 'A description of the problem.' })
  message!: string;
  @Field(() => String, { nullable: true, description: 'Advice on how to fix the problem.' })
  hint?: string;
}

/** The error of one item of a bulk mutation that was refused while others succeeded. */
@ObjectType({ description: 'The reason why one item of a bulk mutation was refused.', simpleResolvers: true })
export class BulkError {
  @Field(() => String, { description: 'The error code, as in the extensions of errors.' })
  code!: ErrorCode;
  @Field(() => String, { description: 'A description of the problem, in one sentence.' })
  message!: string;
  @Field(() => [FieldErrorType], { description: 'All problems of the item.' })
  @CountsAs(1)
  fieldErrors!: readonly FieldError[];
}

/** The fields of every payload of a mutation on one object. */
@ObjectType()
export abstract class Payload {
  /** Filled by the unit of work from what was really written. */
  @Field(() => Outcome, { description: 'The outcome.' })
  outcome!: Outcome;
}

/** The fields of every result of one item of a bulk mutation. */
@ObjectType()
export abstract class BulkResult {
  @Field(() => Int, { description: 'The position of the item in the input, from 0.' })
  index!: number;
  @Field(() => Outcome, { nullable: true, description: 'The outcome; null if the item was refused.' })
  outcome?: Outcome;
  @Field(() => BulkError, { nullable: true, description: 'The reason for the refusal.' })
  error?: BulkError;
}

@ObjectType({ description: 'The number of items of a bulk mutation by outcome.', simpleResolvers: true })
export class BulkSummary {
  @Field(() => Int, { description: 'The number of items created.' })
  created: number = 0;
  @Field(() => Int, { description: 'The number of items updated.' })
  updated: number = 0;
  @Field(() => Int, { description: 'The number of items that were already as requested.' })
  unchanged: number = 0;
  @Field(() => Int, { description: 'The number of items deleted.' })
  deleted: number = 0;
  @Field(() => Int, { description: 'The number of items refused.' })
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
    description: `The result of a mutation of ${words}.`,
    simpleResolvers: true,
  })
  class One extends Payload {}
  holds(One, 'The object as it is now, or as it was before its deletion.');

  @ObjectType(`${entity.name}Result`, {
    description: `The result for ${words} in a bulk mutation.`,
    simpleResolvers: true,
  })
  class Result extends BulkResult {}
  holds(Result, 'The object; null if the item was refused.');

  @ObjectType(`${plural}Payload`, { description: 'The result of a bulk mutation.', simpleResolvers: true })
  class Many {
    @Field(() => [Result], { description: 'The results of the items, in the order of the input.' })
    @CountsAs(1)
    results!: Result[];
    @Field(() => BulkSummary, { description: 'The number of items by outcome.' })
    summary!: BulkSummary;
  }
  return { One, Result, Many };
}
