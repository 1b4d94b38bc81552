import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { getBytes } from '../contents/find-contents.ts';
import type { Context } from '../graphql/context.ts';
import { Costs } from '../graphql/cost.ts';
import { Bytes } from '../graphql/scalars.ts';
import { restoreRevision } from './restore-revision.ts';
import { RestoreUserDataRevisionInput } from './revision.inputs.ts';
import { textOf } from './user-data-kind.ts';
import { UserDataRevision } from './user-data-revision.entity.ts';
import { userDataPayloads } from './user-data.payloads.ts';

@Resolver(() => UserDataRevision)
class RevisionFieldsResolver {
  @FieldResolver(() => Bytes, { description: 'The bytes exactly as they were given.' })
  @Costs(20)
  @Needs('user-data:read')
  content(@Root() revision: UserDataRevision, @Ctx() { em }: Context) {
    return getBytes(em, revision);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The bytes as text; null when they are not UTF-8 text.',
  })
  @Costs(20)
  @Needs('user-data:read')
  async text(@Root() revision: UserDataRevision, @Ctx() { em }: Context) {
    return textOf(await getBytes(em, revision));
  }
}

@Resolver()
class RestoreRevisionResolver {
  @Mutation(() => userDataPayloads.One, {
    description: 'Gives a document a content back that it had; that of a machine is a change of the machine.',
  })
  @Needs('user-data:write')
  async restoreUserDataRevision(
    @Arg('input', () => RestoreUserDataRevisionInput) input: RestoreUserDataRevisionInput,
    @Ctx() context: Context,
  ) {
    return { userData: await restoreRevision(input, context) };
  }
}

/** The contents that documents had, and having them back. */
export const revisionResolvers = [RevisionFieldsResolver, RestoreRevisionResolver] as const;
