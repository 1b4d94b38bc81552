import { JsonType, type EntityManager, type EntityProperty } from '@mikro-orm/core';
import { columnsOf } from '../database/plain-rows.ts';
import { Instance } from './instance.entity.ts';
import { servedColumns } from './served.ts';

/** Returns the source of `guests/facts.generated.ts`, from the columns that the mapper has for an instance. */
export function factsModule(em: EntityManager): string {
  const columns = columnsOf(em, Instance).filter(isServed);
  const copied = columns.filter(({ name, embedded }) => !embedded && servedColumns.get(name)!.isCopied);
  const lists = columns.filter(isJson);
  return `// Written by \`npm run schema\` from the properties of an instance that are declared as served. Do not edit.
import type { GuestView } from '../metadata/guest-view.ts';
import { isOn, type Flag, type Moment } from './column-values.ts';
import { sharedJson, sharedText } from './shared-values.ts';

/** The columns of an instance that are served to it, as the database returns them; JSON is a text. */
export interface FactRow {
${columns.map((column) => `  ${columnName(column)}: ${rowType(column)};`).join('\n')}
}

/** The columns that are selected as they are, and those that hold JSON. */
export const factColumns = [
${columns
  .filter((column) => !isJson(column))
  .map(quoted)
  .join('\n')}
];
export const jsonFactColumns = [
${lists.map(quoted).join('\n')}
];

/** The facts that a view copies from the row. */
export const copiedFacts = (row: FactRow) =>
  ({
${copied.map((column) => `    ${column.name}: ${decoded(column)},`).join('\n')}
  }) satisfies Partial<GuestView>;
`;
}

/** Of an embedded object all columns are served if the object is. */
const isServed = ({ name, embedded }: EntityProperty) => servedColumns.has(embedded?.[0] ?? name);

const isJson = ({ customType }: EntityProperty) => customType instanceof JsonType;

const columnName = ({ fieldNames }: EntityProperty) => fieldNames[0]!;

const quoted = (column: EntityProperty) => `  '${columnName(column)}',`;

function rowType(column: EntityProperty): string {
  const { nullable, items } = column;
  const type = items ? items.map((item) => `'${item}'`).join(' | ') : plainType(column);
  return nullable ? `${type} | null` : type;
}

const plainTypes: Record<string, string> = { number: 'number', boolean: 'Flag', Date: 'Moment' };

const plainType = ({ runtimeType }: EntityProperty) => plainTypes[runtimeType] ?? 'string';

/** The expression that makes the value of a view from a column; what is null has no value. */
function decoded(column: EntityProperty): string {
  const { name, runtimeType, nullable } = column;
  const value = `row.${columnName(column)}`;
  if (isJson(column)) return `sharedJson<GuestView['${name}']>(${value})`;
  if (runtimeType === 'Date') return optional(column, `new Date(${value})`);
  if (runtimeType === 'boolean') return optional(column, `isOn(${value})`);
  if (servedColumns.get(name)!.isShared) return optional(column, `sharedText(${value})`);
  return nullable ? `${value} ?? undefined` : value;
}

const optional = (column: EntityProperty, expression: string) =>
  column.nullable ? `row.${columnName(column)} === null ? undefined : ${expression}` : expression;
