import { Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { Outcome } from '../graphql/payload.ts';
import { Warning } from '../graphql/warning.ts';
import { Instance } from '../instances/instance.entity.ts';
import { InstancePayload, InstanceResult } from '../instances/instance.payloads.ts';
import { IPAddress } from '../networks/network.scalars.ts';
import type { LastRequest } from './last-request.ts';
import { tokenWarnings } from './token-warnings.ts';

@ObjectType('LastRequest', {
  description: 'A request of an instance for its metadata.',
  simpleResolvers: true,
})
class LastRequestType implements LastRequest {
  @Field(() => Date, { description: 'The time of the request.' })
  readonly at!: Date;

  @Field(() => IPAddress, { nullable: true, description: 'The address from which the request came.' })
  readonly address!: string | undefined;

  @Field(() => String, { nullable: true, description: 'The client, as it calls itself.' })
  readonly userAgent!: string | undefined;

  @Field(() => String, { nullable: true, description: 'The requested path, without the query.' })
  readonly path!: string | undefined;

  @Field(() => Int, {
    nullable: true,
    description: 'The HTTP status of the answer; null if the server had to wait for it.',
  })
  readonly status!: number | undefined;

  @Field(() => Boolean, { description: 'True if the request had a valid session token.' })
  readonly withToken!: boolean;
}

async function warningsOf(instance: Instance, { lastRequests, clock }: Context): Promise<Warning[]> {
  const { hostname, metadataOptions: options } = instance;
  return tokenWarnings({ hostname, options, observed: await lastRequests.of(instance), now: clock() });
}

/** The effect of a mutation on an instance. */
interface Done {
  instance?: Instance;
  outcome?: Outcome;
}

/** Returns no warnings about a deleted machine. */
const warningsAbout = ({ instance, outcome }: Done, context: Context) =>
  instance && outcome !== Outcome.DELETED ? warningsOf(instance, context) : [];

/** The last request of an instance, and the warnings that follow from its requests and settings. */
@Resolver(() => Instance)
class LastRequestResolver {
  @FieldResolver(() => LastRequestType, {
    nullable: true,
    description: 'The last request for metadata; null if there was none since the instance was provisioned.',
  })
  async lastRequest(@Root() instance: Instance, @Ctx() { lastRequests }: Context) {
    return (await lastRequests.of(instance))?.last;
  }

  @FieldResolver(() => [Warning], { description: 'Warnings about settings that will probably not work.' })
  warnings(@Root() instance: Instance, @Ctx() context: Context) {
    return warningsOf(instance, context);
  }
}

@Resolver(() => InstancePayload)
class PayloadWarningsResolver {
  @FieldResolver(() => [Warning], {
    description: 'Warnings about settings that will probably not work as they are now.',
  })
  warnings(@Root() payload: Done, @Ctx() context: Context) {
    return warningsAbout(payload, context);
  }
}

@Resolver(() => InstanceResult)
class ResultWarningsResolver {
  @FieldResolver(() => [Warning], {
    description: 'Warnings about settings that will probably not work as they are now.',
  })
  warnings(@Root() result: Done, @Ctx() context: Context) {
    return warningsAbout(result, context);
  }
}

export const lastRequestResolvers = [LastRequestResolver, PayloadWarningsResolver, ResultWarningsResolver];
