import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { ownObjects } from '../access/own-objects.ts';
import { Needs } from '../access/permission.ts';
import { Node } from '../database/record.ts';
import type { Context } from '../graphql/context.ts';
import { kinds } from '../kinds.ts';

/** The kinds that have a Node, by the prefixes of their ids. */
const byPrefix = new Map(
  kinds.filter(({ node }) => node !== null).map((kind) => [kind.entity.idPrefix, kind] as const),
);

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'Looks up an object of any type by its id; null if there is none.',
  })
  @Needs('signed-in')
  async node(
    @Arg('id', () => ID, { description: 'The prefixed id.' }) id: string,
    @Ctx() { em, actor, readPermissions }: Context,
  ) {
    const kind = byPrefix.get(id.split('-', 1)[0]!);
    if (!kind) return null;
    const { entity, node, isOfActor } = kind;
    readPermissions.expect(entity.name, actor);
    const found = await em.findOne(entity, { id, ...(isOfActor && ownObjects(actor)) });
    if (!found) return null;
    if (node?.about) readPermissions.expect(node.about(found), actor);
    await node?.load?.(em, found);
    return found;
  }
}
