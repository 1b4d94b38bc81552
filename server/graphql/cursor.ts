import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import type { ClassType } from 'type-graphql';
import { Refusal } from '../errors.ts';

/** A list in an order: its cursors say whose they are, and are good for no other. */
export interface OrderedList<Entity extends object> {
  entity: ClassType<Entity>;
  /** What no other list is called: the field that gives it, and the object whose field that is. */
  name: string;
  /** Made total by the id. */
  order: [key: string, direction: 'asc' | 'desc'][];
}

const longestCursor = 4096;

/** The place of an object in a list. */
export function cursorOf<Entity extends object>(list: OrderedList<Entity>, entity: Entity): string {
  const values = list.order.map(([key]) => Reflect.get(entity, key) as unknown);
  return encoded([markOf(list as OrderedList<object>), ...values]);
}

const encoded = (content: unknown[]) => Buffer.from(JSON.stringify(content)).toString('base64url');

/** The values at a place, by the keys of the order. @throws BAD_USER_INPUT for what is no cursor of the list */
export function placeOf<Entity extends object>(
  em: EntityManager,
  list: OrderedList<Entity>,
  cursor: string,
): Record<string, unknown> {
  const [mark, ...values] = decoded(cursor);
  const { properties } = em.getMetadata().get(list.entity as never);
  if (mark !== markOf(list as OrderedList<object>) || values.length !== list.order.length) throw noCursor();
  return Object.fromEntries(
    list.order.map(([key], index) => [key, read(properties[key as never] as Column, values[index])]),
  );
}

interface Column {
  runtimeType: string;
  length?: number;
}

/** A value as its column holds it. */
function read({ runtimeType, length = 255 }: Column, value: unknown): string | Date {
  if (typeof value !== 'string' || !value.isWellFormed() || value.includes('\0')) throw noCursor();
  if (runtimeType === 'Date') return momentOf(value);
  if (runtimeType !== 'string' || value.length > length) throw noCursor();
  return value;
}

/** As `JSON.stringify` writes it, within the years that both databases have. */
function momentOf(text: string): Date {
  const moment = new Date(text);
  const isWithinYears = moment.getUTCFullYear() >= 1 && moment.getUTCFullYear() <= 9999;
  if (!isWithinYears || moment.toISOString() !== text) throw noCursor();
  return moment;
}

function decoded(cursor: string): unknown[] {
  if (cursor.length > longestCursor) throw noCursor();
  try {
    const content: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(content) && encoded(content) === cursor) return content;
  } catch {
    // it is no JSON
  }
  throw noCursor();
}

const noCursor = () => new Refusal('BAD_USER_INPUT', 'This cursor is not one of this list.');

function markOf({ name, order }: OrderedList<object>): string {
  const text = JSON.stringify([name, order]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 8);
}
