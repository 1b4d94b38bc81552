import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { Outcome } from '../graphql/payload.ts';
import { Warning } from '../graphql/warning.ts';
import { Instance } from '../instances/instance.entity.ts';
import { InstancePayload, InstanceResult } from '../instances/instance.payloads.ts';
import { IPAddress } from '../networks/network.scalars.ts';
import type { Sighting } from './sightings.ts';
import { tokenWarnings } from './token-warnings.ts';

@ObjectType('Sighting', { description: 'A request of a machine for its metadata.', simpleResolvers: true })
class SightingType implements Sighting {
  @Field(() => Date, { description: 'When it came.' })
  readonly at!: Date;

  @Field(() => IPAddress, { nullable: true, description: 'The address it came from.' })
  readonly address!: string | undefined;

  @Field(() => String, { nullable: true, description: 'The program that asked, as it calls itself.' })
  readonly userAgent!: string | undefined;

  @Field(() => Boolean, { description: 'Whether it showed a good session token.' })
  readonly withToken!: boolean;
}

function warningsOf(
  { uuid, hostname, metadataOptions: options }: Instance,
  { sightings, clock }: Context,
): Warning[] {
  return tokenWarnings({ hostname, options, seen: sightings.of(uuid), now: clock() });
}

/** What a mutation did to an instance. */
interface Done {
  instance?: Instance;
  outcome?: Outcome;
}

/** Of a deleted machine there is nothing to warn of. */
const warningsAbout = ({ instance, outcome }: Done, context: Context) =>
  instance && outcome !== Outcome.DELETED ? warningsOf(instance, context) : [];

/** What this process saw of an instance, and what that means for how it is set up. */
@Resolver(() => Instance)
class SightingsResolver {
  @FieldResolver(() => SightingType, {
    nullable: true,
    description: 'Its last request for metadata, as far as this process saw it since it started.',
  })
  lastSeen(@Root() { uuid }: Instance, @Ctx() { sightings }: Context) {
    return sightings.of(uuid)?.last;
  }

  @FieldResolver(() => [Warning], { description: 'What will probably not work as it is set up.' })
  warnings(@Root() instance: Instance, @Ctx() context: Context) {
    return warningsOf(instance, context);
  }
}

@Resolver(() => InstancePayload)
class PayloadWarningsResolver {
  @FieldResolver(() => [Warning], { description: 'What will probably not work as it is set up now.' })
  warnings(@Root() payload: Done, @Ctx() context: Context) {
    return warningsAbout(payload, context);
  }
}

@Resolver(() => InstanceResult)
class ResultWarningsResolver {
  @FieldResolver(() => [Warning], { description: 'What will probably not work as it is set up now.' })
  warnings(@Root() result: Done, @Ctx() context: Context) {
    return warningsAbout(result, context);
  }
}

export const sightingsResolvers = [SightingsResolver, PayloadWarningsResolver, ResultWarningsResolver];
