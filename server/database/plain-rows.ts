import { JsonType, ReferenceKind, type EntityManager, type EntityProperty } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { chunksOf } from '../graphql/chunks.ts';
import { notShown } from './not-shown.ts';
import { isSqliteManager } from './transaction.ts';

/** The class of an entity. */
// oxlint-disable-next-line typescript/no-explicit-any -- constructors of entities differ in their arguments
export type EntityClass = abstract new (...args: any[]) => object;

/** Columns of a record by the names of their properties, as JSON: times are texts, references are ids. */
export type Properties = Record<string, unknown>;

interface Rows {
  entity: EntityClass;
  /** The column that a row is found by, and its values. */
  by: string;
  values: string[];
}

interface RowsToRead extends Rows {
  /** True to keep them until the transaction ends as they are, against everybody who would change them. */
  locked?: boolean;
}

/** Values that one statement looks rows up by, or rows that it writes. */
const maxPerStatement = 500;

/**
 * Rows of a table by the properties of their entity, as JSON, without making entities of them, which takes several times
 * as long; so what was not flushed is not in them. What is secret is only said to be there.
 */
export async function plainRows(em: EntityManager, { entity, ...which }: RowsToRead): Promise<Properties[]> {
  const { by, values, locked = false } = which;
  const columns = columnsOf(em, entity);
  const { tableName } = em.getMetadata().get(entity as never);
  const order = locked && !isSqliteManager(em) ? `order by "${by}" for update` : '';
  const found: Properties[] = [];
  // in one order for all who lock some of the same, who then wait for each other and not in a circle
  for (const some of chunksOf([...new Set(values)].toSorted(), maxPerStatement)) {
    const text = `select * from "${tableName}" where "${by}" in (${placeholdersFor(some)}) ${order}`;
    for (const row of await (em as SqlEntityManager).execute<Properties[]>(text, some))
      found.push(propertiesOf(em, columns, row));
  }
  return found;
}

/** Writes new rows by the properties of their entity, which no subscriber hears of: thousands as quickly as it goes. */
export async function insertRows(em: EntityManager, entity: EntityClass, rows: object[]): Promise<void> {
  const columns = columnsOf(em, entity);
  const { tableName } = em.getMetadata().get(entity as never);
  const names = columns.map(({ fieldNames }) => `"${fieldNames[0]}"`).join();
  const places = `(${placeholdersFor(columns)})`;
  for (const some of chunksOf(rows, maxPerStatement))
    await (em as SqlEntityManager).execute(
      `insert into "${tableName}" (${names}) values ${some.map(() => places).join()}`,
      some.flatMap((row) => columns.map((column) => columnOf(column, valueIn(row as Properties, column)))),
      'run',
    );
}

/** Deletes rows, and by their foreign keys what belongs to them; no subscriber hears of it. */
export async function deleteRows(em: EntityManager, { entity, by, values }: Rows): Promise<void> {
  const { tableName } = em.getMetadata().get(entity as never);
  for (const some of chunksOf(values, maxPerStatement)) {
    const text = `delete from "${tableName}" where "${by}" in (${placeholdersFor(some)})`;
    await (em as SqlEntityManager).execute(text, some, 'run');
  }
}

/** The numbers of rows by the values of a column; a value without rows is left out. */
export async function numbersOfRows(
  em: EntityManager,
  { entity, by, values }: Rows,
): Promise<Map<string, number>> {
  const { tableName } = em.getMetadata().get(entity as never);
  const numbers = new Map<string, number>();
  for (const some of chunksOf(values, maxPerStatement)) {
    const rows = await (em as SqlEntityManager).execute<{ value: string; rows: number | string }[]>(
      `select "${by}" as "value", count(*) as "rows" from "${tableName}"
       where "${by}" in (${placeholdersFor(some)}) group by "${by}"`,
      some,
    );
    for (const one of rows) numbers.set(one.value, Number(one.rows));
  }
  return numbers;
}

/** The ids that such rows have for some properties. */
export const idsIn = (rows: Properties[], ...properties: string[]): string[] =>
  rows.flatMap((row) => properties.map((name) => row[name])).filter((id) => typeof id === 'string');

/** The placeholders of a list of values in a statement. */
export const placeholdersFor = (values: unknown[]) => values.map(() => '?').join();

const columnOf = (column: EntityProperty, value: unknown) =>
  value !== null && column.customType instanceof JsonType ? JSON.stringify(value) : value;

/** Gives an entity the values of such a row again; what it has no property for is left out. */
export function assignRow(em: EntityManager, record: object, row: Properties): void {
  for (const column of columnsOf(em, record.constructor as EntityClass)) {
    if (column.kind !== ReferenceKind.SCALAR || column.hidden) continue;
    const [parent, name] = column.embedded ?? [undefined, column.name];
    const from = parent === undefined ? row : ((row[parent] ?? {}) as Properties);
    const to = parent === undefined ? record : (Reflect.get(record, parent) as object);
    const value = from[name];
    if (value !== undefined) Reflect.set(to, name, isMoment(column, value) ? new Date(value) : value);
  }
}

/** The value that such a row has for a property, also for one of something embedded. */
export function valueIn(row: Properties, { name, embedded }: EntityProperty): unknown {
  const [parent, own] = embedded ?? [undefined, name];
  return parent === undefined ? row[own] : (row[parent] as Properties | undefined)?.[own];
}

const isMoment = ({ runtimeType }: EntityProperty, value: unknown): value is string =>
  runtimeType === 'Date' && typeof value === 'string';

/** The properties of an entity that are one column each. */
export const columnsOf = (em: EntityManager, entity: EntityClass): EntityProperty[] =>
  em
    .getMetadata()
    .get(entity as never)
    .props.filter(
      ({ kind, persist, fieldNames }) =>
        [ReferenceKind.SCALAR, ReferenceKind.MANY_TO_ONE].includes(kind) &&
        persist !== false &&
        fieldNames?.length === 1,
    ) as EntityProperty[];

function propertiesOf(em: EntityManager, columns: EntityProperty[], row: Properties): Properties {
  const properties: Properties = {};
  for (const column of columns) {
    const value = jsonOf(em, column, row[column.fieldNames[0]!]);
    if (column.embedded === undefined) {
      properties[column.name] = value;
      continue;
    }
    const [parent, name] = column.embedded;
    const within = (properties[parent] ??= {}) as Properties;
    within[name] = value;
  }
  return properties;
}

/** A value as the database gives it, as JSON has it. */
function jsonOf(em: EntityManager, column: EntityProperty, value: unknown): unknown {
  const { runtimeType, customType, hidden } = column;
  if (value === null || value === undefined) return null;
  if (hidden) return notShown;
  if (runtimeType === 'Date')
    return em
      .getPlatform()
      .parseDate(value as string)
      .toISOString();
  if (runtimeType === 'boolean') return value === true || value === 1;
  return customType instanceof JsonType && typeof value === 'string' ? JSON.parse(value) : value;
}
