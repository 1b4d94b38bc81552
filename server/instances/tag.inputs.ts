import { Field, InputType } from 'type-graphql';
import { HasCharacters } from '../graphql/validators.ts';

/** The maximum number of tags of an instance. */
export const maxTags = 50;

@InputType({ description: 'A tag of an instance.' })
export class TagInput {
  @Field(() => String, {
    description:
      'The key, of 1 to 128 characters; while the instance can read its tags, only letters a to z, digits and + - = . , _ : @ (no blank, no slash, no number before a "=").',
  })
  @HasCharacters({ min: 1, max: 128 }, { message: 'A tag key has 1 to 128 characters.' })
  key!: string;

  @Field(() => String, { defaultValue: '', description: 'The value; may be empty.' })
  @HasCharacters({ max: 256 }, { message: 'A tag value has at most 256 characters.' })
  value!: string;
}
