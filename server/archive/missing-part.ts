import { Field, ObjectType } from 'type-graphql';

@ObjectType({
  description: 'A part of a restored object that could not be restored as it was.',
  simpleResolvers: true,
})
export class MissingPart {
  @Field(() => String, { description: 'The field, such as `hostname` or `keys.0`.' })
  field!: string;
  @Field(() => String, { description: 'The former value, and the reason why it could not be restored.' })
  message!: string;
}
