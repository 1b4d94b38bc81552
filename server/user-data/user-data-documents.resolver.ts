import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { bulkResult } from '../graphql/bulk.ts';
import type { Context } from '../graphql/context.ts';
import { deleteMany } from '../records/deletion.ts';
import { deletableDocuments } from './delete-user-data.ts';
import { upsertDocuments } from './upsert-user-data.ts';
import { UserData } from './user-data.entity.ts';
import { DeleteUserDataDocumentsInput, UpsertUserDataDocumentsInput } from './user-data.inputs.ts';
import { UserDataDocumentsPayload } from './user-data.payloads.ts';

/** What can be done with many user-data documents at once. */
@Resolver(() => UserData)
export class UserDataDocumentsResolver {
  @Mutation(() => UserDataDocumentsPayload, {
    description: 'Makes many documents what the inputs say, new or not.',
  })
  @Needs('user-data:write')
  async upsertUserDataDocuments(
    @Arg('input', () => UpsertUserDataDocumentsInput) { documents, atomic }: UpsertUserDataDocumentsInput,
    @Ctx() { em, problems, config }: Context,
  ) {
    const wanted = documents.map((input, index) => ({ input, problems: problems.at('documents', index) }));
    const upserted = await upsertDocuments(em, wanted, { atomic, problems, limit: config.USER_DATA_LIMIT });
    return {
      results: wanted.map((one, index) => bulkResult(index, one.problems, { userData: upserted[index] })),
    };
  }

  @Mutation(() => UserDataDocumentsPayload, {
    description: 'Deletes many documents that no instance uses, or any with force.',
  })
  @Needs('user-data:write')
  deleteUserDataDocuments(
    @Arg('input', () => DeleteUserDataDocumentsInput) input: DeleteUserDataDocumentsInput,
    @Ctx() context: Context,
  ) {
    return deleteMany(deletableDocuments, input, context);
  }
}
