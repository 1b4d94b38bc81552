import { JsonType, ReferenceKind, type EntityManager, type EntityProperty } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { chunksOf } from '../graphql/chunks.ts';
import type { Properties } from './archived-document.ts';

/** The class of an entity. */
// oxlint-disable-next-line typescript/no-explicit-any -- constructors of entities differ in their arguments
export type EntityClass = abstract new (...args: any[]) => object;

interface Rows {
  entity: EntityClass;
  /** The column that a row is found by, and its values. */
  by: string;
  values: string[];
}

/** Values that one statement asks for. */
const mostAtOnce = 500;

/**
 * Rows of a table by the properties of their entity, as JSON, without making entities of them. What is secret is left out.
 * References are ids.
 */
export async function plainRows(em: EntityManager, { entity, by, values }: Rows): Promise<Properties[]> {
  const columns = columnsOf(em, entity);
  const { tableName } = em.getMetadata().get(entity as never);
  const found: Properties[] = [];
  for (const some of chunksOf([...new Set(values)], mostAtOnce)) {
    const text = `select * from "${tableName}" where "${by}" in (${some.map(() => '?').join()})`;
    for (const row of await (em as SqlEntityManager).execute<Properties[]>(text, some))
      found.push(propertiesOf(em, columns, row));
  }
  return found;
}

/** Gives an entity the values of such a row again; what it has no property for is left out. */
export function assignRow(em: EntityManager, record: object, row: Properties): void {
  for (const property of columnsOf(em, record.constructor as EntityClass)) {
    if (property.kind !== ReferenceKind.SCALAR) continue;
    const [parent, name] = property.embedded ?? [undefined, property.name];
    const from = parent === undefined ? row : ((row[parent] ?? {}) as Properties);
    const to = parent === undefined ? record : (Reflect.get(record, parent) as object);
    const value = from[name];
    if (value !== undefined) Reflect.set(to, name, isMoment(property, value) ? new Date(value) : value);
  }
}

const isMoment = ({ runtimeType }: EntityProperty, value: unknown): value is string =>
  runtimeType === 'Date' && typeof value === 'string';

const columnsOf = (em: EntityManager, entity: EntityClass): EntityProperty[] =>
  em
    .getMetadata()
    .get(entity as never)
    .props.filter(
      ({ kind, persist, hidden, fieldNames }) =>
        [ReferenceKind.SCALAR, ReferenceKind.MANY_TO_ONE].includes(kind) &&
        persist !== false &&
        !hidden &&
        fieldNames?.length === 1,
    ) as EntityProperty[];

function propertiesOf(em: EntityManager, columns: EntityProperty[], row: Properties): Properties {
  const properties: Properties = {};
  for (const column of columns) {
    const value = jsonOf(em, column, row[column.fieldNames[0]!]);
    const [parent, name] = column.embedded ?? [undefined, column.name];
    if (parent === undefined) properties[name] = value;
    else properties[parent] = { ...(properties[parent] as Properties | undefined), [name]: value };
  }
  return properties;
}

/** A value as the database gives it, as JSON has it. */
function jsonOf(em: EntityManager, { runtimeType, customType }: EntityProperty, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (runtimeType === 'Date')
    return em
      .getPlatform()
      .parseDate(value as string)
      .toISOString();
  if (runtimeType === 'boolean') return value === true || value === 1;
  return customType instanceof JsonType && typeof value === 'string' ? JSON.parse(value) : value;
}
