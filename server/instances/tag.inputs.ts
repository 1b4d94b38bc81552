import { Length, MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';

/** The maximum number of tags of an instance. */
export const maxTags = 50;

@InputType({ description: 'A tag of an instance.' })
export class TagInput {
  @Field(() => String, {
    description:
      'Any text of 1 to 128 characters; while the machine sees its tags: letters a to z, digits and + - = . , _ : @ (no blank, no slash, no number before a "=").',
  })
  @Length(1, 128, { message: 'A tag key has 1 to 128 characters.' })
  key!: string;

  @Field(() => String, { defaultValue: '', description: 'The value; may be empty.' })
  @MaxLength(256, { message: 'A tag value has at most 256 characters.' })
  value!: string;
}
