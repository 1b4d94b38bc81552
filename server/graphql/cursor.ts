import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import type { ClassType } from 'type-graphql';
import { Refusal } from '../errors.ts';
import { countCharacters } from './characters.ts';

/** A sorted list. Its cursors identify it, and are valid for no other list. */
export interface OrderedList<Entity extends object> {
  entity: ClassType<Entity>;
  /** The unique name of the list: the field that returns it, and the object of that field. */
  name: string;
  /** Ends with the id, which makes the order total. */
  order: [key: string, direction: 'asc' | 'desc'][];
}

const maxCursorLength = 4096;

/** The cursor of an object in a list. */
export function cursorOf<Entity extends object>(list: OrderedList<Entity>, entity: Entity): string {
  const values = list.order.map(([key]) => Reflect.get(entity, key) as unknown);
  return encoded([listHashOf(list as OrderedList<object>), ...values]);
}

const encoded = (content: unknown[]) => Buffer.from(JSON.stringify(content)).toString('base64url');

/** The values in a cursor, by the keys of the order. @throws BAD_USER_INPUT for what is no cursor of the list */
export function placeOf<Entity extends object>(
  em: EntityManager,
  list: OrderedList<Entity>,
  cursor: string,
): Record<string, unknown> {
  const [listHash, ...values] = decoded(cursor);
  const { properties } = em.getMetadata().get(list.entity as never);
  if (listHash !== listHashOf(list as OrderedList<object>) || values.length !== list.order.length)
    throw noCursor();
  return Object.fromEntries(
    list.order.map(([key], index) => [key, read(properties[key as never] as Column, values[index])]),
  );
}

interface Column {
  runtimeType: string;
  length?: number;
}

/** Reads a value as its column holds it. */
function read({ runtimeType, length = 255 }: Column, value: unknown): string | Date {
  if (typeof value !== 'string' || !value.isWellFormed() || value.includes('\0')) throw noCursor();
  if (runtimeType === 'Date') return momentOf(value);
  if (runtimeType !== 'string' || countCharacters(value) > length) throw noCursor();
  return value;
}

/** Reads a moment as `JSON.stringify` writes it, within the years that both databases have. */
function momentOf(text: string): Date {
  const moment = new Date(text);
  const isWithinYears = moment.getUTCFullYear() >= 1 && moment.getUTCFullYear() <= 9999;
  if (!isWithinYears || moment.toISOString() !== text) throw noCursor();
  return moment;
}

function decoded(cursor: string): unknown[] {
  if (cursor.length > maxCursorLength) throw noCursor();
  try {
    const content: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(content) && encoded(content) === cursor) return content;
  } catch {
    // not JSON
  }
  throw noCursor();
}

const noCursor = () => new Refusal('BAD_USER_INPUT', 'This cursor is not one of this list.');

function listHashOf({ name, order }: OrderedList<object>): string {
  const text = JSON.stringify([name, order]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 8);
}
