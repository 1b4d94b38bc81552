import { Field, ID, ObjectType } from 'type-graphql';
import { refusalOf, type ErrorCode, type FieldError } from '../errors.ts';

/** The reason why one record of a job was left unchanged. */
@ObjectType({ description: 'The reason why one object of a job was left unchanged.', simpleResolvers: true })
export class JobFailure {
  @Field(() => ID, { description: 'The id of the object.' })
  subjectId!: string;
  @Field(() => String, {
    nullable: true,
    description: 'The name of the object at that time; null if the object was gone.',
  })
  subjectName!: string | null;
  @Field(() => String, { description: 'The error code, as in the extensions of errors.' })
  code!: ErrorCode;
  @Field(() => String, { description: 'A description of the problem.' })
  message!: string;
  @Field(() => String, { nullable: true, description: 'Advice on how to fix the problem.' })
  hint!: string | null;
}

type Problem = Omit<FieldError, 'path'>;

/** The failure of a record with a problem. */
export const failureOf = (
  record: { id: string; title: string | null },
  { code, message, hint = undefined }: Problem,
): JobFailure => ({ subjectId: record.id, subjectName: record.title, code, message, hint: hint ?? null });

/** The failure of a record with all its problems. */
export const failureOfAll = (
  record: { id: string; title: string },
  problems: readonly FieldError[],
): JobFailure => {
  const { code, message } = refusalOf(problems);
  return failureOf(record, { code, message, hint: problems[0]!.hint });
};
