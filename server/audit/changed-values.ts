import { type EntityManager, type EntityProperty, JsonType } from '@mikro-orm/core';
import { notShown } from '../database/not-shown.ts';
import { columnsOf, valueIn, type EntityClass, type Properties } from '../database/plain-rows.ts';
import type { ContentFacts, OwnedPart } from '../database/record.ts';
import type { AuditChange } from './audit-entry.entity.ts';

/** Properties that change with every use, or with what they are made of, and tell nobody anything. */
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
  /** Stands before the names of the fields. */
  prefix?: string;
}

/** The properties that differ, each as a field of the history. */
export function valueChanges(
  { properties }: { properties: object },
  { names, before, after, prefix = '' }: Compared,
): AuditChange[] {
  const hasContent = 'sha256' in properties;
  return names
    .filter((name) => !bookkeeping.has(name) && !(hasContent && saidByContent.has(name)))
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

/** Columns of a record with a content that say no more of it than its hash does. */
const saidByContent = new Set(['size', 'kind']);

/** The content that the columns of a record mean: one value of the history, by which its bytes can be had while kept. */
function contentIn(columns: Values): ContentFacts | null {
  const { sha256, size, kind } = columns as Partial<ContentFacts>;
  return sha256 ? { sha256, size: size!, kind: kind! } : null;
}

type Part = Pick<OwnedPart, 'label' | 'summary' | 'content'>;

/** Something owned as one field of its owner, and its content as a second. */
const fieldsOf = ({ label, summary, content }: Part): { field: string; value: unknown }[] => [
  { field: label, value: summary },
  ...(content ? [{ field: `${label}.content`, value: content }] : []),
];

/** A part that its owner got, in the history of the owner. */
export const additionOf = (part: Part): AuditChange[] =>
  fieldsOf(part).map(({ field, value }) => ({ field, before: null, after: value }));

/** A part that is gone, in the history of its owner. */
export const removalOf = (part: Part): AuditChange[] =>
  fieldsOf(part).map(({ field, value }) => ({ field, before: value, after: null }));

/** The values of a record's own properties as its history keeps them when it goes, from its row. */
export const lastValues = (em: EntityManager, entity: EntityClass, row: Properties): AuditChange[] =>
  columnsOf(em, entity)
    .filter(({ name }) => !bookkeeping.has(name))
    .map((column) => ({ field: fieldOf(column), before: valueIn(row, column), after: null }))
    .filter(({ before }) => !isNothing(before));

/** True of a value whose coming or going says nothing. */
const isNothing = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0);

/** The field of the history that a property is: of something embedded with its place. */
const fieldOf = ({ name, embedded }: EntityProperty): string => embedded?.join('.') ?? name;

/** A value as the history may show it: secrets (properties marked `hidden`) only as being there. */
function shown(property: EntityProperty | undefined, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (property?.hidden) return notShown;
  if (property?.runtimeType === 'Date') return new Date(value as number | string).toISOString();
  return property?.customType instanceof JsonType && typeof value === 'string' ? JSON.parse(value) : value;
}

/** A record's reference to a part of its own is one change with the part, which comes later and says more than its id. */
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

/** Whoever reads history gets up to 500 entries at once, so each keeps no more than this, and how many more there were. */
const maxChanges = 500;

export function limited(changes: AuditChange[]): AuditChange[] {
  const rest = changes.length - maxChanges;
  if (rest <= 0) return changes;
  return [...changes.slice(0, maxChanges), { field: `(${rest} more)`, before: null, after: null }];
}
