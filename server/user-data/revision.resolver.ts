import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { contentFieldsOf } from '../contents/content-fields.ts';
import type { Context } from '../graphql/context.ts';
import { restoreRevision } from './restore-revision.ts';
import { RestoreUserDataRevisionInput } from './revision.inputs.ts';
import { UserDataRevision } from './user-data-revision.entity.ts';
import { userDataPayloads } from './user-data.payloads.ts';

@Resolver()
class RestoreRevisionResolver {
  @Mutation(() => userDataPayloads.One, {
    description:
      "Restores a revision of a user-data document; for an instance's own document, this is a change to the instance.",
  })
  @Needs('user-data:write')
  async restoreUserDataRevision(
    @Arg('input', () => RestoreUserDataRevisionInput) input: RestoreUserDataRevisionInput,
    @Ctx() context: Context,
  ) {
    return { userData: await restoreRevision(input, context) };
  }
}

export const revisionResolvers = [
  contentFieldsOf(UserDataRevision, { names: { bytes: 'content', text: 'text' }, cost: 20 }),
  RestoreRevisionResolver,
] as const;
