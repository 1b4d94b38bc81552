import { CursorError, type EntityManager, type FilterQuery } from '@mikro-orm/core';
import { Max, Min } from 'class-validator';
import { ArgsType, Field, Int, ObjectType, registerEnumType, type ClassType } from 'type-graphql';
import { isSqliteManager } from '../database/transaction.ts';
import { Refusal } from '../errors.ts';
import { IfGiven } from './validators.ts';

export enum OrderDirection {
  ASC = 'asc',
  DESC = 'desc',
}

registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Which end comes first.',
  valuesConfig: { ASC: { description: 'Smallest first.' }, DESC: { description: 'Largest first.' } },
});

const largestPage = 500;
const usualPage = 50;
const pageSize = { message: `A page has 0 to ${largestPage} objects.` };

/** Which part of a list: the first ones after a cursor, or the last ones before one. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: `How many from the front, at most ${largestPage}.` })
  @IfGiven()
  @Min(0, pageSize)
  @Max(largestPage, pageSize)
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what comes after this cursor.' })
  after?: string | null;

  @Field(() => Int, { nullable: true, description: `How many from the back, at most ${largestPage}.` })
  @IfGiven()
  @Min(0, pageSize)
  @Max(largestPage, pageSize)
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what comes before this cursor.' })
  before?: string | null;
}

@ObjectType({ description: 'Where a page stands in its list.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follows.' })
  hasNextPage!: boolean;
  @Field(() => Boolean, { description: 'Whether something comes before.' })
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
    description: `${noun[0]!.toUpperCase()}${noun.slice(1)} at its place in a list.`,
    simpleResolvers: true,
  })
  class Edge {
    @Field(() => String, { description: 'The place, for `after` and `before`.' })
    cursor!: string;
    @Field(() => entity, { description: 'The object.' })
    node!: Entity;
  }

  @ObjectType(`${entity.name}Connection`, { description: 'A page of a list.', simpleResolvers: true })
  class Connection implements Page<Entity> {
    @Field(() => [entity], { description: 'The objects of the page.' })
    nodes!: Entity[];
    @Field(() => [Edge], { description: 'The objects with their cursors.' })
    edges!: Edge[];
    @Field(() => PageInfo, { description: 'Where the page stands.' })
    pageInfo!: PageInfo;
    @Field(() => Int, { description: 'How many objects the whole list has.' })
    totalCount!: number;
  }
  return Connection;
}

/** Finds one page of a list by keyset; the order is made total by the id. */
export async function findPage<Entity extends { id: string }>(
  em: EntityManager,
  entity: ClassType<Entity>,
  {
    args,
    where,
    order,
  }: { args: PageArgs; where: FilterQuery<Entity>; order: Record<string, 'asc' | 'desc'> },
): Promise<Page<Entity>> {
  const cursor = await em
    .findByCursor(entity, {
      where,
      ...windowOf(args),
      orderBy: [order, { id: Object.values(order)[0] ?? 'asc' }] as never,
    })
    .catch((error: Error) => {
      throw error instanceof CursorError
        ? new Refusal('BAD_USER_INPUT', 'This cursor is not one of this list.')
        : error;
    });
  const nodes = cursor.items as Entity[];
  return {
    nodes,
    edges: nodes.map((node) => ({ node, cursor: cursor.from(node as never) })),
    totalCount: cursor.totalCount,
    pageInfo: {
      hasNextPage: cursor.hasNextPage,
      hasPreviousPage: cursor.hasPrevPage,
      startCursor: cursor.startCursor,
      endCursor: cursor.endCursor,
    },
  };
}

function windowOf({ first, after, last, before }: PageArgs) {
  if (first != null && last != null)
    throw new Refusal('BAD_USER_INPUT', 'Give either first or last, not both.');
  if (last != null) return { last, ...(before ? { before } : {}) };
  return { first: first ?? usualPage, ...(after ? { after } : {}), ...(before ? { before } : {}) };
}

/** A condition that finds text anywhere in a column, in whatever case. */
export function containing(em: EntityManager, text: string): { $like: string } | { $ilike: string } {
  const pattern = `%${text.trim().replace(/[\\%]/g, '_')}%`; // in a pattern, any one character
  return isSqliteManager(em) ? { $like: pattern } : { $ilike: pattern };
}
