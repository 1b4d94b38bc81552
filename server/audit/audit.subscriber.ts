import {
  ChangeSetType,
  type ChangeSet,
  type EntityProperty,
  type EventSubscriber,
  type FlushEventArgs,
} from '@mikro-orm/core';
import { BaseRecord, OwnedRecord, type OwnedPart } from '../database/record.ts';
import { contentsOf } from './audit-content.entity.ts';
import { AuditAction, type AuditChange } from './audit-entry.entity.ts';
import { authorOf } from './author.ts';
import { additionOf, mergedByField, removalOf, valueChanges, limited } from './changed-values.ts';
import { entryBy } from './entry-by.ts';
import { noteOutcome } from './outcome.ts';
import { restorationOf } from './restoration.ts';

type Change = ChangeSet<object>;

/** Writes one entry for each aggregate that a flush changes, in the same transaction. */
export class AuditSubscriber implements EventSubscriber {
  onFlush({ em, uow }: FlushEventArgs): void {
    const author = authorOf(em);
    const postponed = postponedBy(uow);
    for (const [record, changeSets] of byAggregate(uow)) {
      const own = changeSets.find((change) => change.entity === record);
      const ofParts = changeSets.filter((change) => change !== own);
      const changes = mergedByField([
        ...restorationOf(record),
        ...[...(own ? [own] : []), ...ofParts].flatMap((change) =>
          changesOf(change, { before: beforeOf(change, uow), postponed: postponed.get(change.entity) }),
        ),
      ]);
      if (own?.type === ChangeSetType.UPDATE && changes.length === 0) continue;
      const action = actionOf(own);
      if (own === undefined) touch(record, uow);
      noteOutcome(record, action);
      const subjectName = Object.assign(Object.create(record) as BaseRecord, postponed.get(record)).title;
      const subject = { subjectType: record.constructor.name, subjectId: record.id, subjectName };
      const entry = entryBy(author, { ...subject, action, changes: limited(changes) });
      for (const one of [entry, ...contentsOf(entry)]) uow.computeChangeSet(one);
    }
  }
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

/** Includes change sets with only postponed values, which the unit of work does not list among the others. */
function changesOfFlush(uow: FlushEventArgs['uow']): Set<Change> {
  const deferred = [...uow.getExtraUpdates()].flatMap(([, names, , change]) =>
    Array.isArray(names) && change ? [change as Change] : [],
  );
  return new Set([...uow.getChangeSets(), ...deferred]);
}

/** Returns the root of the aggregate that a change set belongs to. */
function rootOf(change: Change, uow: FlushEventArgs['uow']): object | null | undefined {
  const { entity } = change;
  if (entity instanceof OwnedRecord) return ownerOf(entity, change, uow);
  return entity instanceof BaseRecord && entity.ownedPart ? entity.ownedPart.owner : entity;
}

/** A part that was removed from its owner's collection has lost its reference: returns the owner it was loaded with. */
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

/** A change of a part is a change of the aggregate and increments its version. */
function touch(record: BaseRecord, uow: FlushEventArgs['uow']): void {
  record.updatedAt = new Date();
  uow.computeChangeSet(record);
}

/**
 * Returns the values that the unit of work has postponed: when several rows change unique values, it writes those in a
 * second round.
 */
function postponedBy(uow: FlushEventArgs['uow']): Map<object, Record<string, unknown>> {
  const values = new Map<object, Record<string, unknown>>();
  for (const [entity, names, taken] of uow.getExtraUpdates())
    if (Array.isArray(names))
      values.set(entity, Object.fromEntries(names.map((name, i) => [name, (taken as unknown[])[i]])));
  return values;
}

/** The values before a change, and those of the change that the unit of work has postponed. */
interface Around {
  before: Record<string, unknown>;
  postponed?: Record<string, unknown> | undefined;
}

/** A change set of a deletion does not hold the deleted values, but the unit of work does. */
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

/** A new or deleted part is one field of its owner; a change within it is a field below that. */
function ownedChanges(change: Change, part: OwnedPart, around: Around): AuditChange[] {
  if (change.type === ChangeSetType.CREATE) return additionOf(part);
  if (isDeletion(change)) return removalOf(part);
  return propertyChanges(change, `${part.label}.`, around);
}

const isDeletion = ({ type }: Change) => type === ChangeSetType.DELETE || type === ChangeSetType.DELETE_EARLY;

function propertyChanges(change: Change, prefix: string, { before, postponed = {} }: Around): AuditChange[] {
  if (isDeletion(change))
    return valueChanges(change.meta, { names: Object.keys(before), before, after: {}, prefix });
  const changed = { ...change.payload, ...changedOf(postponed, before) };
  const after = { ...before, ...changed };
  return valueChanges(change.meta, { names: Object.keys(changed), before, after, prefix });
}

const changedOf = (values: Record<string, unknown>, before: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== before[name]));
