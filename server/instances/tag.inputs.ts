import { Matches, MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';

/** In a listing cloud-init reads `1=x` as the key x at index 1; before the `=` is whatever Python's `int` takes. */
const notLikeAKey = /^(?![+-]?\d+(_\d+)*=)/;

@InputType({ description: 'A tag of an instance.' })
export class TagInput {
  @Field(() => String, {
    description: 'Letters a to z, digits and + - = . , _ : @ (no blank, no slash, no number before a "=").',
  })
  @Matches(/^(?!(\.{1,2}|_index)$)[A-Za-z0-9+\-=.,_:@]{1,128}$/, {
    message:
      'A tag key has 1 to 128 letters a to z, digits and + - = . , _ : @ and is not ".", ".." or "_index".',
  })
  @Matches(notLikeAKey, {
    message:
      'No tag key is a number with "=" after it: cloud-init would look for a public key and find nothing.',
  })
  key!: string;

  @Field(() => String, { defaultValue: '', description: 'The value; may be empty.' })
  @MaxLength(256, { message: 'A tag value has at most 256 characters.' })
  value!: string;
}
