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

export const revisionResolvers = [
  contentFieldsOf(UserDataRevision, { names: { bytes: 'content', text: 'text' }, cost: 20 }),
  RestoreRevisionResolver,
] as const;
