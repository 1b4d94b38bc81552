import { ArgsType, Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { Costs } from '../graphql/cost.ts';
import { counted } from '../graphql/operation-budget.ts';
import { Bytes } from '../graphql/scalars.ts';
import { textOf } from '../user-data/user-data-kind.ts';
import type { GuestAnswer } from '../guests/guest-answer.ts';

/** A path of a machine's metadata, and the client to ask as. */
@ArgsType()
export class MetadataArgs {
  @Field(() => String, {
    defaultValue: '/latest/meta-data/',
    description: 'The path in the metadata service.',
  })
  path!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The client, as it calls itself: `Cloud-Init/25.1`; by default that of the last request of the instance.',
  })
  userAgent?: string | null;
}

/** The answer to a guest at a path, as GraphQL shows it. */
@ObjectType({ description: 'The answer to an instance at a path of its metadata.', simpleResolvers: true })
export class MetadataAnswer {
  @Field(() => Int, { description: 'The HTTP status.' })
  readonly status: number;

  @Field(() => String, { description: 'The Content-Type.' })
  readonly contentType: string;

  readonly body: Uint8Array;

  @Field(() => [String], {
    nullable: true,
    description: 'The names of the entries, if the path is a directory.',
  })
  readonly entries: readonly string[] | undefined;

  constructor({ status, contentType, body, entries }: GuestAnswer) {
    this.status = status;
    this.contentType = contentType;
    this.body = typeof body === 'string' ? Buffer.from(body) : body;
    this.entries = entries;
  }
}

/** Shows the body of an answer. */
@Resolver(() => MetadataAnswer)
export class MetadataAnswerResolver {
  @FieldResolver(() => Bytes, { description: 'The body, byte for byte.' })
  @Costs(20)
  bytes(@Root() { body }: MetadataAnswer, @Ctx() { budget }: Context) {
    return counted(body, budget);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The body as text; null if it is not UTF-8 text.',
  })
  @Costs(20)
  text(@Root() { body }: MetadataAnswer, @Ctx() { budget }: Context) {
    return textOf(counted(body, budget));
  }
}
