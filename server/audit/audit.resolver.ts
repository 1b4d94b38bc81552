import type { FilterQuery } from '@mikro-orm/core';
import {
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { may } from '../access/actor.ts';
import { Needs } from '../access/permission.ts';
import type { Context } from '../graphql/context.ts';
import { findPage, PageArgs } from '../graphql/page.ts';
import { DateTime } from '../graphql/scalars.ts';
import { AuditAction, AuditChange, AuditEntry } from './audit-entry.entity.ts';
import { withoutContents } from './covered-changes.ts';
import { HistoryConnection } from './history.ts';
import { readableEntries } from './readable-entries.ts';

@InputType({ description: 'A filter for changes; all given conditions must hold.' })
class AuditEntryFilter {
  @Field(() => String, { nullable: true, description: 'Changes to objects of this type.' })
  subjectType?: string | null;
  @Field(() => ID, { nullable: true, description: 'Changes to this object.' })
  subjectId?: string | null;
  @Field(() => ID, { nullable: true, description: 'Changes by this user, token or instance.' })
  actorId?: string | null;
  @Field(() => AuditAction, { nullable: true, description: 'Changes of this kind.' })
  action?: AuditAction | null;
  @Field(() => DateTime, { nullable: true, description: 'Changes at or after this time.' })
  since?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'Changes before this time.' })
  until?: Date | null;
}

@ArgsType()
class AuditEntryArgs extends PageArgs {
  @Field(() => AuditEntryFilter, {
    nullable: true,
    description: 'Only objects that meet all conditions.',
  })
  filter?: AuditEntryFilter | null;
}

@Resolver(() => AuditEntry)
export class AuditResolver {
  @Query(() => HistoryConnection, {
    description: 'All changes to objects that the caller may read, latest first.',
  })
  @Needs('audit:read')
  auditEntries(
    @Args(() => AuditEntryArgs) args: AuditEntryArgs,
    @Ctx() { em, actor, readPermissions }: Context,
  ) {
    const { since, until, ...equal } = args.filter ?? {};
    const given = Object.entries(equal).filter(([, value]) => value !== undefined && value !== null);
    const condition: FilterQuery<AuditEntry> = {
      ...Object.fromEntries(given),
      ...(since || until
        ? { at: { ...(since ? { $gte: since } : {}), ...(until ? { $lt: until } : {}) } }
        : {}),
    };
    const where = { $and: [condition, readableEntries({ em, actor, readPermissions })] };
    return findPage(em, AuditEntry, { list: 'auditEntries', args, where, order: { at: 'desc' } });
  }

  @FieldResolver(() => [AuditChange], {
    description:
      'The changed fields: at most 500, and the number of the others. Secrets are left out; user-data and custom metadata are given by SHA-256, size and kind, and without the permission user-data:read only by the name of the field.',
  })
  changes(@Root() entry: AuditEntry, @Ctx() { actor }: Context) {
    return may(actor, 'user-data:read') ? entry.changes : withoutContents(entry);
  }
}
