import { Field, InputType } from 'type-graphql';
import { IsContent } from '../graphql/size-limits.ts';
import { Bytes } from '../graphql/scalars.ts';

@InputType({
  description: 'A path of the metadata tree with a value of its own: text or bytes, with nothing added.',
})
export class CustomMetadataInput {
  @Field(() => String, {
    description:
      'The path below the version, such as `meta-data/rack/unit` or `dynamic/rack`; a known one gets another value.',
  })
  path!: string;

  @Field(() => String, { nullable: true, description: 'The value as text; may be empty.' })
  @IsContent()
  value?: string | null;

  @Field(() => Bytes, { nullable: true, description: 'The value as bytes; may be empty.' })
  bytes?: Uint8Array | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The first version that serves the path; by default that of the entry it replaces, else the very first.',
  })
  since?: string | null;
}
