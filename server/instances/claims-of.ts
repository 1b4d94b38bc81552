import type { Claim } from './claims.ts';
import type { Instance } from './instance.entity.ts';
import { hostnameKeyOf } from './instance-names.ts';
import type { InstanceChanges } from './instance.inputs.ts';
import { presentInterfaces, type PlannedInterface } from './plan-interfaces.ts';

/** An input, and its planned interfaces (undefined: they do not change). */
interface Claiming {
  input: InstanceChanges & { hostname?: string | null; instanceId?: string | null };
  instance: Instance | undefined;
  interfaces: Pick<PlannedInterface, 'mac' | 'macPath' | 'addresses'>[] | undefined;
}

const names = ['instanceId', 'uuid', 'externalId'] as const;

/** True if an input gives any value that has to be unique. */
export const saysWhatIsUnique = ({ input, interfaces }: Claiming): boolean =>
  interfaces !== undefined ||
  [...names, 'hostname' as const, 'callerAddresses' as const].some((field) => input[field] != null);

/** Returns all unique values of a planned instance: the names that its input gives, and all its addresses and MACs. */
export function claimsOf({ input, instance, interfaces = presentInterfaces(instance) }: Claiming): Claim[] {
  const claims: Claim[] = [];
  const claim = (kind: Claim['kind'], value: string | null | undefined, path: (string | number)[]) => {
    if (value) claims.push({ kind, value, path });
  };
  claim('hostname', input.hostname && hostnameKeyOf(input.hostname), ['hostname']);
  for (const name of names) claim(name, input[name], [name]);
  for (const one of interfaces) {
    claim('mac', one.mac, one.macPath);
    for (const { address, publicAddress, path, publicPath = path } of one.addresses) {
      claim('address', address, path);
      claim('publicAddress', publicAddress, publicPath);
    }
  }
  const own = new Set(interfaces.flatMap((one) => one.addresses.map(({ address }) => address)));
  const callers = input.callerAddresses === undefined ? instance?.callerAddresses : input.callerAddresses;
  for (const [index, address] of (callers ?? []).entries())
    if (!own.has(address)) claim('address', address, ['callerAddresses', index]);
  return claims;
}
