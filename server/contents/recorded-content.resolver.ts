import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { AuditChange } from '../audit/audit-entry.entity.ts';
import type { Context } from '../graphql/context.ts';
import { Costs } from '../graphql/cost.ts';
import { counted } from '../graphql/operation-budget.ts';
import { Bytes } from '../graphql/scalars.ts';
import { textOf } from '../user-data/user-data-kind.ts';
import { findBytes } from './find-contents.ts';
import { RecordedContent } from './recorded-content.ts';

@Resolver(() => RecordedContent)
class RecordedContentResolver {
  @FieldResolver(() => Bytes, {
    nullable: true,
    description: 'The bytes; null if they are no longer kept.',
  })
  @Costs(20)
  @Needs('user-data:read')
  async content(@Root() { sha256 }: RecordedContent, @Ctx() { em, budget }: Context) {
    return counted(await findBytes(em, sha256), budget);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The bytes as text; null if they are not UTF-8 text, or are no longer kept.',
  })
  @Costs(20)
  @Needs('user-data:read')
  async text(@Root() { sha256 }: RecordedContent, @Ctx() { em, budget }: Context) {
    const bytes = counted(await findBytes(em, sha256), budget);
    return bytes && textOf(bytes);
  }
}

@Resolver(() => AuditChange)
class ContentChangeResolver {
  @FieldResolver(() => RecordedContent, {
    nullable: true,
    description: 'The old content; null if the field is not for content, or if there was none.',
  })
  @Needs('user-data:read')
  contentBefore(@Root() { field, before }: AuditChange) {
    return contentAt(field, before);
  }

  @FieldResolver(() => RecordedContent, {
    nullable: true,
    description: 'The new content; null if the field is not for content, or if there is none.',
  })
  @Needs('user-data:read')
  contentAfter(@Root() { field, after }: AuditChange) {
    return contentAt(field, after);
  }
}

/** Matches the fields that the history writes for contents; it writes nothing else to fields of these names. */
const contentField = /^(.+\.)?content$|^customMetadata\./;

function contentAt(field: string, value: unknown): RecordedContent | undefined {
  const isContent =
    contentField.test(field) && typeof value === 'object' && value !== null && 'sha256' in value;
  return isContent ? Object.assign(new RecordedContent(), value) : undefined;
}

/** The resolvers of the contents in changes. */
export const recordedContentResolvers = [RecordedContentResolver, ContentChangeResolver] as const;
