import { partTables, type InstanceRows, type PartTable } from '../archive/instance-rows.ts';
import type { AuditChange } from '../audit/audit-entry.entity.ts';
import { removalOf } from '../audit/changed-values.ts';
import type { Properties } from '../database/plain-rows.ts';
import type { ContentFacts, OwnedPart } from '../database/record.ts';
import { ownDocumentPart } from '../user-data/user-data.entity.ts';

/** Returns the properties for the label and the summary of a part; undefined if a record that it refers to is gone. */
type FactsOf = (row: Properties, machine: Properties, rows: InstanceRows) => object | undefined;

const asTheyAre: FactsOf = (row) => row;

/** The tables of parts, in the order of the history. */
const factsIn: Record<PartTable, FactsOf> = {
  interfaces: asTheyAre,
  addresses: asTheyAre,
  memberships(row, machine, rows) {
    const on = rows.partsOf(machine, 'interfaces').find(({ id }) => id === row.interface);
    const group = rows.shared.get(String(row.group));
    return on && group && { interface: described('interfaces', on), group };
  },
  keys({ key: id }, _, { shared }) {
    const key = shared.get(String(id));
    return key && { key };
  },
  tags: asTheyAre,
  customMetadata: asTheyAre,
  maintenanceEvents: (row) => ({ ...row, notBefore: new Date(row.notBefore as string) }),
};

/** Returns the parts of a machine as changes for the history, when it is deleted. */
export function lastParts(machine: Properties, rows: InstanceRows): AuditChange[] {
  const parts = Object.entries(factsIn).flatMap(([table, factsOf]) =>
    rows.partsOf(machine, table as PartTable).flatMap((row) => {
      const facts = factsOf(row, machine, rows);
      return facts ? removalOf(described(table as PartTable, facts)) : [];
    }),
  );
  const own = rows.ownDocumentOf(machine);
  return own ? [...parts, ...removalOf(ownDocumentPart(own as unknown as ContentFacts))] : parts;
}

/** Returns label and summary as an entity with these properties would have them. */
function described(table: PartTable, facts: object): Pick<OwnedPart, 'label' | 'summary'> {
  const { prototype } = partTables[table];
  return {
    label: Reflect.get(prototype, 'label', facts) as string,
    summary: Reflect.get(prototype, 'summary', facts) as OwnedPart['summary'],
  };
}
