import { ArgsType, Field, Int, ObjectType } from 'type-graphql';
import { Costs } from '../graphql/cost.ts';
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

  @Field(() => Bytes, { description: 'The body, byte for byte.' })
  @Costs(20)
  readonly bytes: Uint8Array;

  @Field(() => [String], {
    nullable: true,
    description: 'The names of the entries, if the path is a directory.',
  })
  readonly entries: readonly string[] | undefined;

  constructor({ status, contentType, body, entries }: GuestAnswer) {
    this.status = status;
    this.contentType = contentType;
    this.bytes = typeof body === 'string' ? Buffer.from(body) : body;
    this.entries = entries;
  }

  @Field(() => String, { nullable: true, description: 'The body as text; null if it is not UTF-8 text.' })
  @Costs(20)
  get text(): string | undefined {
    return textOf(this.bytes);
  }
}
