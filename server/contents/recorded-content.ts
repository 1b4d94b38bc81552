import { Field, Int, ObjectType } from 'type-graphql';
import type { ContentFacts } from '../database/record.ts';
import { UserDataKind } from '../user-data/user-data-kind.enum.ts';

@ObjectType({
  description:
    'Recorded content of user-data or custom metadata: its hash, and its bytes while they are kept.',
  simpleResolvers: true,
})
export class RecordedContent implements ContentFacts {
  @Field(() => String, { description: 'The SHA-256 of the bytes, in hexadecimal.' })
  sha256!: string;
  @Field(() => Int, { description: 'The size in bytes.' })
  size!: number;
  @Field(() => UserDataKind, { description: 'The kind of content for cloud-init.' })
  kind!: UserDataKind;
}
