import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Warning, WarningCode } from '../graphql/warning.ts';
import { leftOutside } from './attach-newcomers.ts';
import type { Subnet } from './subnet.entity.ts';
import { subnetPayloads } from './subnet.payloads.ts';

/** The outcome of a mutation of a subnet. */
interface Done {
  subnet?: Subnet;
}

const description = 'What will probably not work as wanted.';

function warningsAbout({ subnet }: Done): Warning[] {
  const left = subnet ? leftOutside(subnet) : 0;
  if (left === 0) return [];
  return [
    {
      code: WarningCode.MACHINES_STAY_OUTSIDE,
      message: `${left} more interfaces have addresses in ${subnet!.name} and stay outside of it.`,
      hint: `Name it for them: updateInstance or upsertInstances with subnet: "${subnet!.name}".`,
    },
  ];
}

@Resolver(() => subnetPayloads.One)
class SubnetPayloadWarningsResolver {
  @FieldResolver(() => [Warning], { description })
  warnings(@Root() payload: Done) {
    return warningsAbout(payload);
  }
}

@Resolver(() => subnetPayloads.Result)
class SubnetResultWarningsResolver {
  @FieldResolver(() => [Warning], { description })
  warnings(@Root() result: Done) {
    return warningsAbout(result);
  }
}

export const subnetWarningResolvers = [SubnetPayloadWarningsResolver, SubnetResultWarningsResolver] as const;
