import type { Problems } from '../errors.ts';
import { refuseZone, requireZones } from '../networks/zone-rules.ts';
import type { InstanceChanges } from './instance.inputs.ts';

/** Reports link-local addresses of machines without a zone, and public addresses with one. */
export function checkZones(input: InstanceChanges, problems: Problems): void {
  requireZones(input.addresses, ['addresses'], problems);
  requireZones(input.callerAddresses, ['callerAddresses'], problems);
  refuseZone(input.publicAddress, ['publicAddress'], problems);
  for (const [n, { addresses, associations }] of (input.interfaces ?? []).entries()) {
    requireZones(addresses, ['interfaces', n, 'addresses'], problems);
    for (const [m, { publicAddress }] of (associations ?? []).entries())
      refuseZone(publicAddress, ['interfaces', n, 'associations', m, 'publicAddress'], problems);
  }
}
