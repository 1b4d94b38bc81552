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

@InputType({ description: 'Which changes; every condition given has to hold.' })
class AuditEntryFilter {
  @Field(() => String, { nullable: true, description: 'Of objects of this type.' })
  subjectType?: string | null;
  @Field(() => ID, { nullable: true, description: 'Of this object.' })
  subjectId?: string | null;
  @Field(() => ID, { nullable: true, description: 'By this user, token or machine.' })
  actorId?: string | null;
  @Field(() => AuditAction, { nullable: true, description: 'Of this sort.' })
  action?: AuditAction | null;
  @Field(() => DateTime, { nullable: true, description: 'Not before this moment.' })
  since?: Date | null;
  @Field(() => DateTime, { nullable: true, description: 'Before this moment.' })
  until?: Date | null;
}

@ArgsType()
class AuditEntryArgs extends PageArgs {
  @Field(() => AuditEntryFilter, {
    nullable: true,
    description: 'Only those for which every condition holds.',
  })
  filter?: AuditEntryFilter | null;
}

@Resolver(() => AuditEntry)
export class AuditResolver {
  @Query(() => HistoryConnection, {
    description: 'Every change of what the caller may read, the latest first.',
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
    const where = { $and: [condition, { subjectType: { $in: readPermissions.typesFor(actor) } }] };
    return findPage(em, AuditEntry, { list: 'auditEntries', args, where, order: { at: 'desc' } });
  }

  @FieldResolver(() => [AuditChange], {
    description:
      'What changed: 500 fields at most, and how many more. Secrets are left out; of user-data and custom metadata it says SHA-256, size and kind, and without the permission user-data:read nothing but which field it was.',
  })
  changes(@Root() entry: AuditEntry, @Ctx() { actor }: Context) {
    return may(actor, 'user-data:read') ? entry.changes : withoutContents(entry);
  }
}
