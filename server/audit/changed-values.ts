import { type EntityManager, type EntityProperty, JsonType } from '@mikro-orm/core';
import { notShown } from '../database/not-shown.ts';
import { columnsOf, valueIn, type EntityClass, type Properties } from '../database/plain-rows.ts';
import type { ContentFacts, OwnedPart } from '../database/record.ts';
import type { AuditChange } from './audit-entry.entity.ts';

/** Properties that the history leaves out: they change with every use, or are derived from others. */
const bookkeeping = new Set([
  'id',
  'version',
  'createdAt',
  'updatedAt',
  'lastUsedAt',
  'lastSeenAt',
  'lastSignInAt',
  'hostnameKey',
]);

type Values = Record<string, unknown>;

/** Values of one object, by its properties. */
interface Compared {
  /** The properties to compare. */
  names: string[];
  before: Values;
  after: Values;
  /** A prefix for the names of the fields. */
  prefix?: string;
}

/** Returns the properties that differ, each as a field of the history. */
export function valueChanges(
  { properties }: { properties: object },
  { names, before, after, prefix = '' }: Compared,
): AuditChange[] {
  const hasContent = 'sha256' in properties;
  return names
    .filter((name) => !bookkeeping.has(name) && !(hasContent && contentColumns.has(name)))
    .map((name) => {
      if (name === 'sha256')
        return { field: `${prefix}content`, before: contentIn(before), after: contentIn(after) };
      const property = (properties as Record<string, EntityProperty | undefined>)[name];
      const field = prefix + (property ? fieldOf(property) : name);
      return { field, before: shown(property, before[name]), after: shown(property, after[name]) };
    })
    .filter(({ before: was, after: is }) => is === notShown || JSON.stringify(was) !== JSON.stringify(is))
    .filter(({ before: was, after: is }) => !isNothing(was) || !isNothing(is));
}

/** Columns that the history shows as part of the `content` value of a record. */
const contentColumns = new Set(['size', 'kind']);

/** The content columns of a record as one value of the history; its hash finds the bytes while they are stored. */
function contentIn(columns: Values): ContentFacts | null {
  const { sha256, size, kind } = columns as Partial<ContentFacts>;
  return sha256 ? { sha256, size: size!, kind: kind! } : null;
}

type Part = Pick<OwnedPart, 'label' | 'summary' | 'content'>;

/** A part as one field of its owner, and its content as a second. */
const fieldsOf = ({ label, summary, content }: Part): { field: string; value: unknown }[] => [
  { field: label, value: summary },
  ...(content ? [{ field: `${label}.content`, value: content }] : []),
];

/** Returns the changes of an owner that got a part. */
export const additionOf = (part: Part): AuditChange[] =>
  fieldsOf(part).map(({ field, value }) => ({ field, before: null, after: value }));

/** Returns the changes of an owner that lost a part. */
export const removalOf = (part: Part): AuditChange[] =>
  fieldsOf(part).map(({ field, value }) => ({ field, before: value, after: null }));

/** Returns the values of a deleted record's own properties for the history, from its row. */
export const lastValues = (em: EntityManager, entity: EntityClass, row: Properties): AuditChange[] =>
  columnsOf(em, entity)
    .filter(({ name }) => !bookkeeping.has(name))
    .map((column) => ({ field: fieldOf(column), before: valueIn(row, column), after: null }))
    .filter(({ before }) => !isNothing(before));

/** True for an empty value: adding or removing it is not a change. */
const isNothing = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0);

/** The name of a property in the history: a dotted path for a property of an embeddable. */
const fieldOf = ({ name, embedded }: EntityProperty): string => embedded?.join('.') ?? name;

/** A value as the history may show it: a secret (property marked `hidden`) is replaced by `notShown`. */
function shown(property: EntityProperty | undefined, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (property?.hidden) return notShown;
  if (property?.runtimeType === 'Date') return new Date(value as number | string).toISOString();
  return property?.customType instanceof JsonType && typeof value === 'string' ? JSON.parse(value) : value;
}

/** Merges changes of one field: a reference to an own part, and the part itself, which comes later and shows more. */
export function mergedByField(changes: AuditChange[]): AuditChange[] {
  const merged = new Map<string, AuditChange>();
  for (const { field, before, after } of changes) {
    const other = merged.get(field);
    merged.set(field, {
      field,
      before: before ?? other?.before ?? null,
      after: after ?? other?.after ?? null,
    });
  }
  return [...merged.values()];
}

/** The maximum number of changes per entry, plus one that counts the rest: a page of history has up to 500 entries. */
const maxChanges = 500;

export function limited(changes: AuditChange[]): AuditChange[] {
  const rest = changes.length - maxChanges;
  if (rest <= 0) return changes;
  return [...changes.slice(0, maxChanges), { field: `(${rest} more)`, before: null, after: null }];
}
