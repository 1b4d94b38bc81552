import { Ctx, FieldResolver, Resolver, Root, type ClassType } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import type { Context } from '../graphql/context.ts';
import { Costs } from '../graphql/cost.ts';
import { counted } from '../graphql/operation-budget.ts';
import { Bytes } from '../graphql/scalars.ts';
import { textOf } from '../user-data/user-data-kind.ts';
import { getBytes } from './find-contents.ts';
import type { ContentHolder } from './given-content.ts';

interface ContentFields {
  /** The names of the field with the bytes and of the field with the text. */
  names: { bytes: string; text: string };
  /** The cost of each of the two. */
  cost: number;
}

/** Makes the resolver for the content of records of a type, which is read only if selected. */
export function contentFieldsOf(type: ClassType<ContentHolder>, { names, cost }: ContentFields) {
  @Resolver(() => type)
  class ContentFieldsResolver {
    @FieldResolver(() => Bytes, {
      name: names.bytes,
      description: 'The bytes, exactly as they were given.',
    })
    @Costs(cost)
    @Needs('user-data:read')
    async contentBytes(@Root() holder: ContentHolder, @Ctx() { em, budget }: Context) {
      return counted(await getBytes(em, holder), budget);
    }

    @FieldResolver(() => String, {
      name: names.text,
      nullable: true,
      description: 'The bytes as text; null if they are not UTF-8 text.',
    })
    @Costs(cost)
    @Needs('user-data:read')
    async contentText(@Root() holder: ContentHolder, @Ctx() { em, budget }: Context) {
      return textOf(counted(await getBytes(em, holder), budget));
    }
  }
  return ContentFieldsResolver;
}
