import type { FilterQuery } from '@mikro-orm/core';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  Query,
  Resolver,
  Root,
  type ClassType,
} from 'type-graphql';
import { may } from '../access/actor.ts';
import { Needs } from '../access/permission.ts';
import { historyOf, HistoryConnection } from '../audit/history.ts';
import type { Context } from '../graphql/context.ts';
import { findOneBy } from '../graphql/find-one.ts';
import { SearchArgs } from '../graphql/input-types.ts';
import { NameOrder, orderOf, type Order } from '../graphql/order.ts';
import { connectionOf, containing, findPage, PageArgs } from '../graphql/page.ts';
import type { NamedKind, NamedRecord } from './named-kind.ts';
import type { OperationTypes } from './operation-types.ts';

@ArgsType()
class NamedListArgs extends SearchArgs {
  @Field(() => NameOrder, { nullable: true, description: 'The order of the list; by default by name.' })
  orderBy?: Order | null;
  filter?: object | null;
}

/** The arguments of a list, with its filter where it has one. */
function listArgs(filter: ClassType<object> | undefined): ClassType<NamedListArgs> {
  if (!filter) return NamedListArgs;
  @ArgsType()
  class FilteredListArgs extends NamedListArgs {}
  const description = 'Only objects that meet all conditions.';
  Field(() => filter, { nullable: true, description })(FilteredListArgs.prototype, 'filter');
  return FilteredListArgs;
}

/** The queries for one record and for the list, and the history of each record. */
export function readingResolver<Entity extends NamedRecord>(
  { of: { entity }, words, property, plural, list = {} }: NamedKind<Entity, never>,
  { inputs, read, write }: OperationTypes,
) {
  const Connection = list.connection ?? connectionOf(entity, words.one);
  const ListArgs = listArgs(list.filter);
  const searched = ['name', 'id', ...(list.alsoSearched ?? [])];

  @Resolver(() => entity)
  class ReadingResolver {
    @Query(() => entity, {
      name: property,
      nullable: true,
      description: `Looks up ${words.one}; null if there is none.`,
    })
    @Needs(read)
    one(
      @Arg('by', () => inputs.By, { description: 'The field to look up by; exactly one must be given.' })
      by: object,
      @Ctx() { em }: Context,
    ) {
      return findOneBy(em, entity, by);
    }

    @Query(() => Connection, { name: plural.query, description: `A list of ${words.many}.` })
    @Needs(read)
    async list(@Args(() => ListArgs) args: NamedListArgs, @Ctx() { em }: Context) {
      const text = args.search ? containing(em, args.search) : undefined;
      const found = text ? { $or: searched.map((column) => ({ [column]: text })) } : {};
      const shown = (await list.where?.(args.filter ?? {}, em)) ?? {};
      const where = { $and: [found, shown] } as FilterQuery<Entity>;
      return findPage(em, entity, { list: plural.query, args, where, order: orderOf(args.orderBy) });
    }

    @FieldResolver(() => HistoryConnection, { description: 'All changes to the object.' })
    history(@Root() { id }: NamedRecord, @Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
      return historyOf(context, id, args);
    }

    @FieldResolver(() => Boolean, { description: 'True if the caller may change the object.' })
    viewerCanUpdate(@Ctx() { actor }: Context) {
      return may(actor, write);
    }
  }
  return ReadingResolver;
}
