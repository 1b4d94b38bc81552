import { Field, InputType, Int } from 'type-graphql';
import { WriteInput } from '../graphql/input-types.ts';
import { Ref } from '../graphql/scalars.ts';

@InputType({ description: 'The input to restore a revision of a user-data document.' })
export class RestoreUserDataRevisionInput extends WriteInput {
  @Field(() => Ref, { description: "The document: a shared one or, by its id, an instance's own." })
  userData!: string;

  @Field(() => Int, { description: 'The number of the revision.' })
  revision!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'The expected version of the document, or of the instance that owns it; any other is refused with CONFLICT.',
  })
  ifVersion?: number | null;
}
