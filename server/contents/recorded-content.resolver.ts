import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { AuditChange } from '../audit/audit-entry.entity.ts';
import type { Context } from '../graphql/context.ts';
import { Costs } from '../graphql/cost.ts';
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
  content(@Root() { sha256 }: RecordedContent, @Ctx() context: Context) {
    return countedBytes(sha256, context);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The bytes as text; null if they are not UTF-8 text, or are no longer kept.',
  })
  @Costs(20)
  @Needs('user-data:read')
  async text(@Root() { sha256 }: RecordedContent, @Ctx() context: Context) {
    const bytes = await countedBytes(sha256, context);
    return bytes && textOf(bytes);
  }
}

async function countedBytes(sha256: string, { em, budget }: Context): Promise<Uint8Array | undefined> {
  const bytes = await findBytes(em, sha256);
  budget?.takeBytes(bytes?.length ?? 0);
  return bytes;
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
