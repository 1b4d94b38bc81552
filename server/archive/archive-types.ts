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
    description: 'The archived object, by its id in the archive or by the id or name that it had.',
  })
  archived!: string;
}

@ObjectType({ description: 'The result of a purge.', simpleResolvers: true })
export class PurgePayload {
  @Field(() => Archived, { description: 'The archived object as it was.' })
  archived!: Archived;
  @Field(() => Outcome, { description: 'The outcome.' })
  outcome!: Outcome;
}

/** Makes the types to restore and purge objects of a kind; `property` is their name in payloads. */
export function archiveTypes(
  entity: ClassType<object>,
  { property, words }: { property: string; words: string },
) {
  @InputType(`Restore${entity.name}Input`, { description: `The input to restore ${words} from the archive.` })
  class Restore extends ArchivedInput {}

  @InputType(`Purge${entity.name}Input`, { description: `The input to purge ${words} from the archive.` })
  class Purge extends ArchivedInput {}

  @ObjectType(`Restore${entity.name}Payload`, {
    description: 'The restored object, and its parts that were not restored.',
    simpleResolvers: true,
  })
  class Restored extends Payload {
    @Field(() => [MissingPart], {
      description: 'The parts that could not be restored; empty if the object is whole.',
    })
    @CountsAs(10)
    missing!: MissingPart[];
  }
  const description = 'The object, under its former id.';
  Field(() => entity, { description })(Restored.prototype, property);
  return { Restore, Purge, Restored };
}
