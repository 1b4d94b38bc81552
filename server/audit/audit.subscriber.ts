import {
  ChangeSetType,
  type ChangeSet,
  type EntityProperty,
  type EventSubscriber,
  type FlushEventArgs,
  JsonType,
} from '@mikro-orm/core';
import { BaseRecord, OwnedRecord, type ContentFacts, type OwnedPart } from '../database/record.ts';
import { AuditAction, AuditEntry, type AuditChange } from './audit-entry.entity.ts';
import { authorOf, type Author } from './author.ts';
import { notShown } from './covered-changes.ts';
import { noteOutcome } from './outcome.ts';

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

type Change = ChangeSet<object>;

/** Writes one entry for each aggregate that a flush changes, in the same transaction. */
export class AuditSubscriber implements EventSubscriber {
  onFlush({ em, uow }: FlushEventArgs): void {
    const author = authorOf(em);
    const postponed = postponedBy(uow);
    for (const [record, changeSets] of byAggregate(uow)) {
      const own = changeSets.find((change) => change.entity === record);
      const ofParts = changeSets.filter((change) => change !== own);
      const changes = mergedByField(
        [...(own ? [own] : []), ...ofParts].flatMap((change) =>
          changesOf(change, { before: beforeOf(change, uow), postponed: postponed.get(change.entity) }),
        ),
      );
      if (own?.type === ChangeSetType.UPDATE && changes.length === 0) continue;
      const action = actionOf(own);
      if (own === undefined) touch(record, uow);
      noteOutcome(record, action);
      const subjectName = Object.assign(Object.create(record) as BaseRecord, postponed.get(record)).title;
      uow.computeChangeSet(entryOf(record, { subjectName, action, changes: withinMost(changes), author }));
    }
  }
}

/** Whoever reads history gets up to 500 entries at once, so each keeps no more than this, and how many more there were. */
const mostChanges = 500;

function withinMost(changes: AuditChange[]): AuditChange[] {
  const rest = changes.length - mostChanges;
  if (rest <= 0) return changes;
  return [...changes.slice(0, mostChanges), { field: `(${rest} more)`, before: null, after: null }];
}

function byAggregate(uow: FlushEventArgs['uow']): Map<BaseRecord, Change[]> {
  const groups = new Map<BaseRecord, Change[]>();
  for (const change of changesOfFlush(uow)) {
    const record = rootOf(change, uow);
    if (!(record instanceof BaseRecord)) continue;
    const group = groups.get(record);
    if (group) group.push(change);
    else groups.set(record, [change]);
  }
  return groups;
}

/** Of what changes in nothing but values that are put off, the unit of work keeps no change set among the others. */
function changesOfFlush(uow: FlushEventArgs['uow']): Set<Change> {
  const putOff = [...uow.getExtraUpdates()].flatMap(([, names, , change]) =>
    Array.isArray(names) && change ? [change as Change] : [],
  );
  return new Set([...uow.getChangeSets(), ...putOff]);
}

/** The record whose change a change set is. */
function rootOf(change: Change, uow: FlushEventArgs['uow']): object | null | undefined {
  const { entity } = change;
  if (entity instanceof OwnedRecord) return ownerOf(entity, change, uow);
  return entity instanceof BaseRecord && entity.ownedPart ? entity.ownedPart.owner : entity;
}

/** What was taken out of its owner's collection points to nobody any more: its owner is whom it was loaded with. */
function ownerOf(owned: OwnedRecord, { meta }: Change, uow: FlushEventArgs['uow']): object | undefined {
  if (owned.owner) return owned.owner;
  const loaded = uow.getOriginalEntityData(owned) as Record<string, unknown> | undefined;
  const owner = meta.properties[owned.ownerProperty as never] as EntityProperty;
  return uow.getById(owner.targetMeta!.class, loaded?.[owned.ownerProperty] as never);
}

function actionOf(own: Change | undefined): AuditAction {
  if (own?.type === ChangeSetType.CREATE) return AuditAction.CREATED;
  return own && isDeletion(own) ? AuditAction.DELETED : AuditAction.UPDATED;
}

/** A change of something owned is a change of the aggregate: its version counts it. */
function touch(record: BaseRecord, uow: FlushEventArgs['uow']): void {
  record.updatedAt = new Date();
  uow.computeChangeSet(record);
}

/**
 * The values that the unit of work has taken out for the moment: when several rows change what is unique, it writes
 * that in a second round.
 */
function postponedBy(uow: FlushEventArgs['uow']): Map<object, Record<string, unknown>> {
  const values = new Map<object, Record<string, unknown>>();
  for (const [entity, names, taken] of uow.getExtraUpdates())
    if (Array.isArray(names))
      values.set(entity, Object.fromEntries(names.map((name, i) => [name, (taken as unknown[])[i]])));
  return values;
}

function entryOf(
  record: BaseRecord,
  { author, ...event }: { subjectName: string; action: AuditAction; changes: AuditChange[]; author: Author },
): AuditEntry {
  return Object.assign(new AuditEntry(), {
    actorKind: author.kind,
    actorId: author.id,
    actorName: author.name,
    requestId: author.requestId,
    ...event,
    subjectType: record.constructor.name,
    subjectId: record.id,
  });
}

/** What a change began with, and what the unit of work has put off of it. */
interface Around {
  before: Record<string, unknown>;
  postponed?: Record<string, unknown> | undefined;
}

/** A change set of a deletion does not say what is deleted. */
const beforeOf = (change: Change, uow: FlushEventArgs['uow']): Record<string, unknown> =>
  (isDeletion(change) ? uow.getOriginalEntityData(change.entity) : change.originalEntity) ?? {};

function changesOf(change: Change, around: Around): AuditChange[] {
  const part = partOf(change.entity);
  return part ? ownedChanges(change, part, around) : propertyChanges(change, '', around);
}

const partOf = (entity: object): OwnedPart | undefined => {
  if (entity instanceof OwnedRecord) return entity;
  return entity instanceof BaseRecord ? entity.ownedPart : undefined;
};

/** A record's reference to a part of its own is one change with the part, which comes later and says more than its id. */
function mergedByField(changes: AuditChange[]): AuditChange[] {
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

/** Something owned shows as one field of its owner, and its content as a second; a change within it as a field of that. */
function ownedChanges(change: Change, { label, summary, content }: OwnedPart, around: Around): AuditChange[] {
  const isNew = change.type === ChangeSetType.CREATE;
  if (!isNew && !isDeletion(change)) return propertyChanges(change, `${label}.`, around);
  const whole = [
    { field: label, value: summary },
    ...(content ? [{ field: `${label}.content`, value: content }] : []),
  ];
  return whole.map(({ field, value }) => ({
    field,
    before: isNew ? null : value,
    after: isNew ? value : null,
  }));
}

const isDeletion = ({ type }: Change) => type === ChangeSetType.DELETE || type === ChangeSetType.DELETE_EARLY;

function propertyChanges(change: Change, prefix: string, { before, postponed = {} }: Around): AuditChange[] {
  const after = isDeletion(change) ? {} : { ...change.payload, ...changedOf(postponed, before) };
  const hasContent = 'sha256' in change.meta.properties;
  return Object.keys(isDeletion(change) ? before : after)
    .filter((name) => !bookkeeping.has(name) && !(hasContent && saidByContent.has(name)))
    .map((name) => {
      if (name === 'sha256')
        return {
          field: `${prefix}content`,
          before: contentIn(before),
          after: contentIn(isDeletion(change) ? {} : { ...before, ...after }),
        };
      const property = change.meta.properties[name as never] as EntityProperty | undefined;
      const field = prefix + (property?.embedded?.join('.') ?? name);
      return {
        field,
        before: shown(property, before[name]),
        after: shown(property, (after as Record<string, unknown>)[name]),
      };
    })
    .filter(({ before: was, after: is }) => is === notShown || JSON.stringify(was) !== JSON.stringify(is));
}

/** Columns of a record with a content that say no more of it than its hash does. */
const saidByContent = new Set(['size', 'kind']);

/** Which content the columns of a record mean: one value of the history, by which its bytes can be had while they are kept. */
function contentIn(columns: Record<string, unknown>): ContentFacts | null {
  const { sha256, size, kind } = columns as Partial<ContentFacts>;
  return sha256 ? { sha256, size: size!, kind: kind! } : null;
}

const changedOf = (values: Record<string, unknown>, before: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== before[name]));

/** A value as the history may show it: secrets (properties marked `hidden`) only as being there. */
function shown(property: EntityProperty | undefined, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (property?.hidden) return notShown;
  if (property?.runtimeType === 'Date') return new Date(value as number | string).toISOString();
  return property?.customType instanceof JsonType && typeof value === 'string' ? JSON.parse(value) : value;
}
