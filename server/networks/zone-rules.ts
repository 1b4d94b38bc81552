import type { Problems } from '../errors.ts';
import { lacksZone, zoneOf } from './ip-address.ts';

/** Addresses of an input; what could not be read is undefined. */
type Given = readonly (string | null | undefined)[] | null | undefined;

type Path = (string | number)[];

/** Reports link-local addresses that machines ask from and that do not say on which link: every link has them. */
export function requireZones(addresses: Given, path: Path, problems: Problems): void {
  for (const [index, address] of (addresses ?? []).entries())
    if (address && lacksZone(address))
      problems.add([...path, index], {
        code: 'BAD_USER_INPUT',
        message: `${address} is an address of every link.`,
        hint: `Say by which network interface of the server the machine is reached: ${address}%virbr0.`,
      });
}

/** Reports a zone of an address that machines are told, whose network interfaces have names of their own. */
export function refuseZone(address: string | null | undefined, path: Path, problems: Problems): void {
  const zone = address ? zoneOf(address) : undefined;
  if (zone === undefined) return;
  problems.add(path, {
    code: 'BAD_USER_INPUT',
    message: `The zone of ${address} means nothing to a machine.`,
    hint: `Write it as ${address!.slice(0, -zone.length - 1)}.`,
  });
}
