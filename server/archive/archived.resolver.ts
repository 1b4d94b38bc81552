import type { FilterQuery } from '@mikro-orm/core';
import { Args, ArgsType, Ctx, Field, FieldResolver, InputType, Query, Resolver, Root } from 'type-graphql';
import { may } from '../access/actor.ts';
import { Needs } from '../access/permission.ts';
import { RecordedContent } from '../contents/recorded-content.ts';
import type { Context } from '../graphql/context.ts';
import { Costs, CountsAs } from '../graphql/cost.ts';
import { SearchArgs } from '../graphql/input-types.ts';
import { connectionOf, containing, findPage } from '../graphql/page.ts';
import { DateTime, JSONValue, Ref } from '../graphql/scalars.ts';
import { contentsIn, withoutContents } from './archived-document.ts';
import { Archived } from './archived.entity.ts';
import { ArchivedKind } from './archived-kind.ts';
import { wasCalled } from './archived-name.ts';

@InputType({ description: 'A filter for archived objects; all given conditions must hold.' })
class ArchivedFilter {
  @Field(() => ArchivedKind, { nullable: true, description: 'Objects of this kind.' })
  kind?: ArchivedKind | null;
  @Field(() => Ref, {
    nullable: true,
    description: 'The object with this id in the archive, and objects that had this id or name.',
  })
  object?: string | null;
  @Field(() => DateTime, { nullable: true, description: 'Objects deleted at or after this time.' })
  since?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'Objects deleted before this time.' })
  until?: Date | null;
}

@ArgsType()
class ArchivedArgs extends SearchArgs {
  @Field(() => ArchivedFilter, { nullable: true, description: 'Only objects that meet all conditions.' })
  filter?: ArchivedFilter | null;
}

const ArchivedConnection = connectionOf(Archived, 'an archived object');

/** Deleted objects that can be restored. */
@Resolver(() => Archived)
export class ArchivedResolver {
  @Query(() => ArchivedConnection, {
    description: 'The deleted objects that can be restored and that the caller may read, latest first.',
  })
  @Needs('signed-in')
  archived(@Args(() => ArchivedArgs) args: ArchivedArgs, @Ctx() { em, actor, readPermissions }: Context) {
    const { kind, object, since, until } = args.filter ?? {};
    const text = args.search ? containing(em, args.search) : undefined;
    const conditions: FilterQuery<Archived>[] = [
      { kind: { $in: readPermissions.typesFor(actor) as ArchivedKind[] } },
      ...(kind ? [{ kind }] : []),
      ...(object ? [{ $or: [{ id: object }, { subjectId: object }, wasCalled(object)] }] : []),
      ...(since ? [{ at: { $gte: since } }] : []),
      ...(until ? [{ at: { $lt: until } }] : []),
      ...(text ? [{ $or: [{ name: text }, { subjectId: text }] } as FilterQuery<Archived>] : []),
    ];
    const where = { $and: conditions } as FilterQuery<Archived>;
    return findPage(em, Archived, { list: 'archived', args, where, order: { at: 'desc' } });
  }

  @FieldResolver(() => JSONValue, {
    description:
      'The object as a document: apiVersion, kind, metadata, spec, and its ids and times under status. Contents are given by their hash, and only with the permission user-data:read.',
  })
  @Costs(20)
  document(@Root() { document }: Archived, @Ctx() { actor }: Context) {
    return may(actor, 'user-data:read') ? document : withoutContents(document);
  }

  @FieldResolver(() => [RecordedContent], {
    description: 'The user-data, revisions and custom metadata that are kept with the object.',
  })
  @CountsAs(100)
  @Needs('user-data:read')
  contents(@Root() { document }: Archived) {
    return contentsIn(document).map((content) => Object.assign(new RecordedContent(), content));
  }
}
