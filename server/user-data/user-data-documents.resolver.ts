import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { bulkResult } from '../graphql/bulk.ts';
import type { Context } from '../graphql/context.ts';
import { findByRefs, missing } from '../graphql/references.ts';
import { prepareUserDataDeletion } from './delete-user-data.ts';
import { upsertDocuments } from './upsert-user-data.ts';
import { UserData } from './user-data.entity.ts';
import { DeleteUserDataDocumentsInput, UpsertUserDataDocumentsInput } from './user-data.inputs.ts';
import { UserDataDocumentsPayload } from './user-data.payloads.ts';
import { userDataDocuments } from './user-data.references.ts';

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
  async deleteUserDataDocuments(
    @Arg('input', () => DeleteUserDataDocumentsInput) { ids, atomic, force }: DeleteUserDataDocumentsInput,
    @Ctx() { em, problems }: Context,
  ) {
    const found = await findByRefs(em, userDataDocuments, ids);
    for (const [index, ref] of ids.entries())
      if (!found.has(ref)) problems.add(['ids', index], missing(userDataDocuments, ref));
    const doomed = ids.flatMap((ref, index) =>
      found.has(ref) ? [{ userData: found.get(ref)!, field: ['ids', index] }] : [],
    );
    const remove = await prepareUserDataDeletion(em, doomed, { problems, force });
    if (atomic) problems.stop();
    const good = doomed.filter(({ field }) => !problems.at(...field).any);
    for (const userData of new Set(good.map((one) => one.userData))) remove(userData);
    return {
      results: ids.map((ref, index) =>
        bulkResult(index, problems.at('ids', index), { userData: found.get(ref) }),
      ),
    };
  }
}
