import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { getBytes } from '../contents/find-contents.ts';
import type { Context } from '../graphql/context.ts';
import { Costs } from '../graphql/cost.ts';
import { Bytes } from '../graphql/scalars.ts';
import { textOf } from '../user-data/user-data-kind.ts';
import { CustomMetadata } from './custom-metadata.entity.ts';

/** The values of custom metadata, read where they are asked for. */
@Resolver(() => CustomMetadata)
export class CustomMetadataResolver {
  @FieldResolver(() => Bytes, { description: 'The value, byte for byte.' })
  @Costs(3)
  @Needs('user-data:read')
  bytes(@Root() custom: CustomMetadata, @Ctx() { em }: Context) {
    return getBytes(em, custom);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The value as text; null when it is not UTF-8 text.',
  })
  @Costs(3)
  @Needs('user-data:read')
  async value(@Root() custom: CustomMetadata, @Ctx() { em }: Context) {
    return textOf(await getBytes(em, custom));
  }
}
