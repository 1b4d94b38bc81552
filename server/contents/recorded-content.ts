import { Field, Int, ObjectType } from 'type-graphql';
import type { ContentFacts } from '../database/record.ts';
import { UserDataKind } from '../user-data/user-data-kind.enum.ts';

@ObjectType({
  description: 'Which user-data or custom metadata there was, by its hash, and what it was while it is kept.',
  simpleResolvers: true,
})
export class RecordedContent implements ContentFacts {
  @Field(() => String, { description: 'SHA-256 of the bytes, in hexadecimal.' })
  sha256!: string;
  @Field(() => Int, { description: 'Its length in bytes.' })
  size!: number;
  @Field(() => UserDataKind, { description: 'What cloud-init takes it for.' })
  kind!: UserDataKind;
}
