import { Field, InputType, Int } from 'type-graphql';
import { WriteInput } from '../graphql/input-types.ts';
import { Ref } from '../graphql/scalars.ts';

@InputType({ description: 'Which of its contents a document gets back.' })
export class RestoreUserDataRevisionInput extends WriteInput {
  @Field(() => Ref, { description: "The document: a shared one, or by its id a machine's own." })
  userData!: string;

  @Field(() => Int, { description: 'The number of the revision.' })
  revision!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Refuses with CONFLICT when the version of the document, or of the machine whose own it is, is another.',
  })
  ifVersion?: number | null;
}
