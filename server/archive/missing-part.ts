import { Field, ObjectType } from 'type-graphql';

@ObjectType({
  description: 'Something that a restored object had and could not have back as it was.',
  simpleResolvers: true,
})
export class MissingPart {
  @Field(() => String, { description: 'The field: `hostname`, `keys.0`.' })
  field!: string;
  @Field(() => String, { description: 'What it was, and why it could not have it back.' })
  message!: string;
}
