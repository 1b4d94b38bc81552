import type { Problems } from '../errors.ts';
import { lacksZone, zoneOf } from '../addresses/ip-address.ts';

/** The addresses of an input; an invalid one is undefined. */
type Given = readonly (string | null | undefined)[] | null | undefined;

type Path = (string | number)[];

/** Reports link-local addresses of machines without a zone: the same address may exist on every link. */
export function requireZones(addresses: Given, path: Path, problems: Problems): void {
  for (const [index, address] of (addresses ?? []).entries())
    if (address && lacksZone(address))
      problems.add([...path, index], {
        code: 'BAD_USER_INPUT',
        message: `${address} is an address of every link.`,
        hint: `Say by which network interface of the server the machine is reached: ${address}%virbr0.`,
      });
}

/** Reports a zone in an address that machines are served: the names of their own interfaces differ. */
export function refuseZone(address: string | null | undefined, path: Path, problems: Problems): void {
  const zone = address ? zoneOf(address) : undefined;
  if (zone === undefined) return;
  problems.add(path, {
    code: 'BAD_USER_INPUT',
    message: `The zone of ${address} means nothing to a machine.`,
    hint: `Write it as ${address!.slice(0, -zone.length - 1)}.`,
  });
}
