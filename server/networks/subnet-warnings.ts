import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Warning, WarningCode } from '../graphql/warning.ts';
import { attachmentTo } from './attach-interfaces.ts';
import type { Subnet } from './subnet.entity.ts';
import { subnetPayloads } from './subnet.payloads.ts';

/** The outcome of a mutation of a subnet. */
interface Done {
  subnet?: Subnet;
}

const description = 'Warnings about what will probably not work as intended.';

function warningsAbout({ subnet }: Done): Warning[] {
  if (!subnet) return [];
  const { left, withRole } = attachmentTo(subnet);
  const inSubnet = `addresses in ${subnet.name} and stay outside of it`;
  const nameIt = `updateInstance or upsertInstances with subnet: "${subnet.name}"`;
  return [
    ...staying(left, {
      message: `${left} more interfaces have ${inSubnet}.`,
      hint: `Name it for them: ${nameIt}.`,
    }),
    ...staying(withRole, {
      message: `${withRole} interfaces of instances with a role have ${inSubnet}.`,
      hint: `Somebody who may assign roles attaches them: ${nameIt}.`,
    }),
  ];
}

const staying = (count: number, warning: Omit<Warning, 'code'>): Warning[] =>
  count === 0 ? [] : [{ code: WarningCode.MACHINES_STAY_OUTSIDE, ...warning }];

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
