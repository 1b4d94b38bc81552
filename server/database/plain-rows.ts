import { JsonType, ReferenceKind, type EntityManager, type EntityProperty } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { chunksOf } from '../graphql/chunks.ts';
import { notShown } from './not-shown.ts';
import { isSqliteManager } from './transaction.ts';

/** The class of an entity. */
// oxlint-disable-next-line typescript/no-explicit-any -- constructors of entities differ in their arguments
export type EntityClass = abstract new (...args: any[]) => object;

/** The columns of a record as JSON, by the names of their properties: times are strings, references are ids. */
export type Properties = Record<string, unknown>;

interface Rows {
  entity: EntityClass;
  /** The column that rows are selected by; `values` are its values. */
  by: string;
  values: string[];
}

interface RowsToRead extends Rows {
  /** True to lock them against changes by others until the transaction ends. */
  locked?: boolean;
}

/** The maximum number of values that one statement selects rows by, or of rows that it writes. */
const maxPerStatement = 500;

/**
 * Reads rows of a table as JSON, by the properties of their entity, without creating entities, which takes several
 * times as long. Changes that were not flushed are not in them. A secret value is replaced by `notShown`.
 */
export async function plainRows(em: EntityManager, { entity, ...which }: RowsToRead): Promise<Properties[]> {
  const { by, values, locked = false } = which;
  const columns = columnsOf(em, entity);
  const { tableName } = em.getMetadata().get(entity as never);
  const order = locked && !isSqliteManager(em) ? `order by "${by}" for update` : '';
  const found: Properties[] = [];
  // every transaction locks rows in the same order: two of them cannot deadlock
  for (const some of chunksOf([...new Set(values)].toSorted(), maxPerStatement)) {
    const text = `select * from "${tableName}" where "${by}" in (${placeholdersFor(some)}) ${order}`;
    for (const row of await (em as SqlEntityManager).execute<Properties[]>(text, some))
      found.push(propertiesOf(em, columns, row));
  }
  return found;
}

/** Inserts rows by the properties of their entity, in bulk; no subscriber is notified. */
export async function insertRows(em: EntityManager, entity: EntityClass, rows: object[]): Promise<void> {
  const columns = columnsOf(em, entity);
  const { tableName } = em.getMetadata().get(entity as never);
  const names = columns.map(({ fieldNames }) => `"${fieldNames[0]}"`).join();
  const placeholders = `(${placeholdersFor(columns)})`;
  for (const some of chunksOf(rows, maxPerStatement))
    await (em as SqlEntityManager).execute(
      `insert into "${tableName}" (${names}) values ${some.map(() => placeholders).join()}`,
      some.flatMap((row) => columns.map((column) => columnOf(column, valueIn(row as Properties, column)))),
      'run',
    );
}

/** Deletes rows, and with them the rows that cascade by foreign keys; no subscriber is notified. */
export async function deleteRows(em: EntityManager, { entity, by, values }: Rows): Promise<void> {
  const { tableName } = em.getMetadata().get(entity as never);
  for (const some of chunksOf(values, maxPerStatement)) {
    const text = `delete from "${tableName}" where "${by}" in (${placeholdersFor(some)})`;
    await (em as SqlEntityManager).execute(text, some, 'run');
  }
}

/** Counts rows by the values of a column; a value without rows is left out. */
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

/** Collects the ids in some properties of such rows. */
export const idsIn = (rows: Properties[], ...properties: string[]): string[] =>
  rows.flatMap((row) => properties.map((name) => row[name])).filter((id) => typeof id === 'string');

/** The placeholders of a list of values in a statement. */
export const placeholdersFor = (values: unknown[]) => values.map(() => '?').join();

const columnOf = (column: EntityProperty, value: unknown) =>
  value !== null && column.customType instanceof JsonType ? JSON.stringify(value) : value;

/** Assigns the values of such a row to an entity; a value without a property is left out. */
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

/** Returns the value of a property in such a row, also of a property of an embeddable. */
export function valueIn(row: Properties, { name, embedded }: EntityProperty): unknown {
  const [parent, own] = embedded ?? [undefined, name];
  return parent === undefined ? row[own] : (row[parent] as Properties | undefined)?.[own];
}

const isMoment = ({ runtimeType }: EntityProperty, value: unknown): value is string =>
  runtimeType === 'Date' && typeof value === 'string';

/** Returns the properties of an entity that are one column each. */
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

/** Converts a value of the database to JSON. */
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
