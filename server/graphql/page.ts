import { raw, type EntityManager, type FilterQuery } from '@mikro-orm/core';
import type { GraphQLField } from 'graphql';
import { ArgsType, Field, Int, ObjectType, registerEnumType, type ClassType } from 'type-graphql';
import { isSqliteManager } from '../database/transaction.ts';
import { Refusal } from '../errors.ts';
import { CountsAs } from './cost.ts';
import { cursorOf, placeOf, type OrderedList } from './cursor.ts';
import { AtMost } from './size-limits.ts';

export enum OrderDirection {
  ASC = 'asc',
  DESC = 'desc',
}

registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'The possible directions in which a list is sorted.',
  valuesConfig: {
    ASC: { description: 'Ascending: smallest first.' },
    DESC: { description: 'Descending: largest first.' },
  },
});

const maxPageSize = 500;
const defaultPageSize = 50;

/** The message for an invalid `first` or `last`; operations with one are refused before they begin. */
export const pageSizeRule = `A page has 0 to ${maxPageSize} objects.`;

export const isPageSize = (size: unknown) =>
  size == null || (Number.isInteger(size) && (size as number) >= 0 && (size as number) <= maxPageSize);

/** True if a field returns pages of a list. */
export const isPaged = ({ args }: Pick<GraphQLField<unknown, unknown>, 'args'>) =>
  args.some(({ name }) => name === 'first');

/** The maximum number of objects in a page, by its arguments; an invalid size counts as the largest one. */
export function pageSizeOf({ first, last }: { first?: unknown; last?: unknown }): number {
  const asked = [first, last].filter((size) => size != null);
  const sizes = asked.map((size) => (isPageSize(size) ? (size as number) : maxPageSize));
  return sizes.length === 0 ? defaultPageSize : Math.max(...sizes);
}

/** Sets no limit: the cursor itself is checked where the list is known. */
const IsCursor = () => AtMost({ characters: Number.POSITIVE_INFINITY });

/** A part of a list: the first objects after a cursor, or the last ones before one. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: `The first N objects; at most ${maxPageSize}.` })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Only objects after this cursor.' })
  @IsCursor()
  after?: string | null;

  @Field(() => Int, { nullable: true, description: `The last N objects; at most ${maxPageSize}.` })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Only objects before this cursor.' })
  @IsCursor()
  before?: string | null;
}

@ObjectType({ description: 'The position of a page in its list.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: 'True if there are more objects after this page.' })
  hasNextPage!: boolean;
  @Field(() => Boolean, { description: 'True if there are more objects before this page.' })
  hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true, description: 'The cursor of the first object.' })
  startCursor?: string | null;
  @Field(() => String, { nullable: true, description: 'The cursor of the last object.' })
  endCursor?: string | null;
}

export interface Page<Entity> {
  nodes: Entity[];
  edges: { cursor: string; node: Entity }[];
  pageInfo: PageInfo;
  totalCount: number;
}

/** The connection type of an entity, with its edge type. */
export function connectionOf<Entity extends object>(
  entity: ClassType<Entity>,
  noun: string,
): ClassType<Page<Entity>> {
  @ObjectType(`${entity.name}Edge`, {
    description: `${noun[0]!.toUpperCase()}${noun.slice(1)} at its position in a list.`,
    simpleResolvers: true,
  })
  class Edge {
    @Field(() => String, { description: 'The cursor, for use as `after` or `before`.' })
    cursor!: string;
    @Field(() => entity, { description: 'The object.' })
    node!: Entity;
  }

  @ObjectType(`${entity.name}Connection`, { description: 'A page of a list.', simpleResolvers: true })
  class Connection implements Page<Entity> {
    @Field(() => [entity], { description: 'The objects of the page.' })
    @CountsAs(1)
    nodes!: Entity[];
    @Field(() => [Edge], { description: 'The objects with their cursors.' })
    @CountsAs(1)
    edges!: Edge[];
    @Field(() => PageInfo, { description: 'The position of the page in the list.' })
    pageInfo!: PageInfo;
    @Field(() => Int, { description: 'The number of objects in the whole list.' })
    totalCount!: number;
  }
  return Connection;
}

/** A list, and the part of it that is asked for. */
interface PageRequest<Entity> {
  /** The unique name of the list: the field that returns it, and the object of that field. */
  list: string;
  args: PageArgs;
  where: FilterQuery<Entity>;
  order: Record<string, 'asc' | 'desc'>;
}

/** Finds one page of a list by keyset; the order is made total by the id. @throws BAD_USER_INPUT for a wrong cursor */
export async function findPage<Entity extends { id: string }>(
  em: EntityManager,
  entity: ClassType<Entity>,
  { list: name, args, where, order }: PageRequest<Entity>,
): Promise<Page<Entity>> {
  const { id: _, ...keys } = order;
  const direction = Object.values(order)[0] ?? 'asc';
  const list: OrderedList<Entity> = { entity, name, order: [...Object.entries(keys), ['id', direction]] };
  const found = await em.findByCursor(entity, {
    where,
    ...windowOf(args, (cursor) => placeOf(em, list, cursor)),
    orderBy: list.order.map(([key, way]) => ({ [key]: way })) as never,
  });
  const edges = found.items.map((node) => ({ node, cursor: cursorOf(list, node) })) as Page<Entity>['edges'];
  return {
    nodes: edges.map(({ node }) => node),
    edges,
    totalCount: found.totalCount,
    pageInfo: {
      hasNextPage: found.hasNextPage,
      hasPreviousPage: found.hasPrevPage,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function windowOf({ first, after, last, before }: PageArgs, placeAt: (cursor: string) => object) {
  if (first != null && last != null)
    throw new Refusal('BAD_USER_INPUT', 'Give either first or last, not both.');
  return {
    ...(last == null ? { first: first ?? defaultPageSize } : { last }),
    ...(after == null ? {} : { after: placeAt(after) as never }),
    ...(before == null ? {} : { before: placeAt(before) as never }),
  };
}

/** A condition that finds a text anywhere in a column: without wildcards, and ignoring the case of letters. */
export function containing(em: EntityManager, text: string): { $like: string } | { $ilike: string } {
  const pattern = `%${text.trim().replace(/[!%_]/g, '!$&')}%`;
  const condition = raw("? escape '!'", [pattern]) as unknown as string;
  return isSqliteManager(em) ? { $like: condition } : { $ilike: condition };
}
