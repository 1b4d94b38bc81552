import type { InstanceRows } from '../archive/instance-rows.ts';
import type { AuditChange } from '../audit/audit-entry.entity.ts';
import { removalOf } from '../audit/changed-values.ts';
import type { EntityClass, Properties } from '../database/plain-rows.ts';
import type { ContentFacts, OwnedPart } from '../database/record.ts';
import { MaintenanceEvent } from '../events/maintenance-event.entity.ts';
import { Address } from '../networks/address.entity.ts';
import { GroupMembership } from '../networks/group-membership.entity.ts';
import { NetworkInterface } from '../networks/network-interface.entity.ts';
import { ownDocumentPart } from '../user-data/user-data.entity.ts';
import { CustomMetadata } from './custom-metadata.entity.ts';
import { KeyAttachment } from './key-attachment.entity.ts';
import { Tag } from './tag.entity.ts';

/** A kind of part, and the properties that its label and summary are made of where they are not columns of its row. */
interface PartKind {
  entity: EntityClass;
  factsOf?(row: Properties, machine: Properties, rows: InstanceRows): object;
}

const kinds: PartKind[] = [
  { entity: NetworkInterface },
  { entity: Address },
  {
    entity: GroupMembership,
    factsOf: (row, machine, rows) => ({
      interface: described(
        NetworkInterface,
        rows.partsOf(machine, NetworkInterface).find(({ id }) => id === row.interface)!,
      ),
      group: rows.shared.get(String(row.group)),
    }),
  },
  { entity: KeyAttachment, factsOf: ({ key }, _, { shared }) => ({ key: shared.get(String(key)) }) },
  { entity: Tag },
  { entity: CustomMetadata },
  {
    entity: MaintenanceEvent,
    factsOf: (row) => ({ ...row, notBefore: new Date(row.notBefore as string) }),
  },
];

/** The parts of a machine, as its history keeps them when it goes. */
export function lastParts(machine: Properties, rows: InstanceRows): AuditChange[] {
  const own = rows.ownDocumentOf(machine);
  const parts = kinds.flatMap(({ entity, factsOf }) =>
    rows
      .partsOf(machine, entity)
      .flatMap((row) => removalOf(described(entity, factsOf?.(row, machine, rows) ?? row))),
  );
  return own ? [...parts, ...removalOf(ownDocumentPart(own as unknown as ContentFacts))] : parts;
}

/** Label and summary as an entity with these properties has them. */
const described = ({ prototype }: EntityClass, facts: object) => ({
  label: Reflect.get(prototype as object, 'label', facts) as string,
  summary: Reflect.get(prototype as object, 'summary', facts) as OwnedPart['summary'],
});
