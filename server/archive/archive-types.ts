import { Field, InputType, ObjectType, type ClassType } from 'type-graphql';
import { CountsAs } from '../graphql/cost.ts';
import { WriteInput } from '../graphql/input-types.ts';
import { Outcome, Payload } from '../graphql/payload.ts';
import { Ref } from '../graphql/scalars.ts';
import { Archived } from './archived.entity.ts';
import { MissingPart } from './missing-part.ts';

/** The inputs and payloads of mutations of archived objects. */
@InputType()
export abstract class ArchivedInput extends WriteInput {
  @Field(() => Ref, {
    description: 'The archived object: its id in the archive, or the id or name that it had.',
  })
  archived!: string;
}

@ObjectType({ description: 'What was removed for good.', simpleResolvers: true })
export class PurgePayload {
  @Field(() => Archived, { description: 'The archived object as it was.' })
  archived!: Archived;
  @Field(() => Outcome, { description: 'What was done.' })
  outcome!: Outcome;
}

/** Makes the types to restore and purge objects of a kind; `property` is their name in payloads. */
export function archiveTypes(
  entity: ClassType<object>,
  { property, words }: { property: string; words: string },
) {
  @InputType(`Restore${entity.name}Input`, { description: `Which deleted one to have back of ${words}.` })
  class Restore extends ArchivedInput {}

  @InputType(`Purge${entity.name}Input`, { description: `Which deleted one to remove for good of ${words}.` })
  class Purge extends ArchivedInput {}

  @ObjectType(`Restore${entity.name}Payload`, {
    description: 'What was restored, and what of it was not.',
    simpleResolvers: true,
  })
  class Restored extends Payload {
    @Field(() => [MissingPart], { description: 'What it had and could not have back; none: it is whole.' })
    @CountsAs(10)
    missing!: MissingPart[];
  }
  const description = 'The object, under the id that it had.';
  Field(() => entity, { description })(Restored.prototype, property);
  return { Restore, Purge, Restored };
}
