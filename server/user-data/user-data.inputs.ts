import { Field, InputType } from 'type-graphql';
import { IsContent } from '../graphql/size-limits.ts';
import { Bytes } from '../graphql/scalars.ts';
import { UserDataKind } from './user-data-kind.enum.ts';

/** The content of a document, as text or as bytes. */
@InputType()
export class UserDataChanges {
  @Field(() => String, { nullable: true, description: 'The content as text.' })
  @IsContent()
  text?: string | null;

  @Field(() => Bytes, { nullable: true, description: 'The content as bytes.' })
  content?: Uint8Array | null;
}

@InputType({ description: 'A filter for documents; all given conditions must hold.' })
export class UserDataFilter {
  @Field(() => UserDataKind, { nullable: true, description: 'Documents of this kind.' })
  kind?: UserDataKind | null;
}
