import type { EntityManager } from '@mikro-orm/core';
import type { Context } from '../graphql/context.ts';
import { findByRefs, missing } from '../graphql/references.ts';
import { expectVersion } from '../graphql/version.ts';
import { Instance } from '../instances/instance.entity.ts';
import { findGuarded, mayAssignRoles, assignForbidden } from '../instances/role-guard.ts';
import { machinesWithUserData } from './delete-user-data.ts';
import type { RestoreUserDataRevisionInput } from './revision.inputs.ts';
import { UserDataRevision } from './user-data-revision.entity.ts';
import { UserData } from './user-data.entity.ts';
import { userDataDocuments } from './user-data.references.ts';

type RestoreContext = Pick<Context, 'em' | 'actor' | 'config' | 'problems'>;

const ownHint =
  'Give the id or the name of one that exists. The own document of an instance has an id: instance { userData { id } }.';

/** Restores an earlier content of a document. @throws every problem at once, CONFLICT */
export async function restoreRevision(
  { userData: ref, revision: number, ifVersion }: RestoreUserDataRevisionInput,
  context: RestoreContext,
): Promise<UserData> {
  const { em, problems } = context;
  const document = await findDocument(em, ref);
  if (!document) problems.add('userData', missing({ ...userDataDocuments, only: { hint: ownHint } }, ref));
  problems.throwIfAny();
  expectVersion(document!.owner ?? document!, ifVersion);
  const revision = await em.findOne(UserDataRevision, { userData: document!.id, number });
  if (revision) await check(document!, revision, context);
  else
    problems.add('revision', {
      code: 'NOT_FOUND',
      message: `${document!.title} has no revision ${number}.`,
      hint: 'Ask for its revisions: the last 100 are kept.',
    });
  problems.throwIfAny();
  return document!.replace(revision!);
}

/** A shared document, or a machine's own with `owner` set, because its changes are changes of the machine. */
async function findDocument(em: EntityManager, ref: string): Promise<UserData | undefined> {
  const shared = (await findByRefs(em, userDataDocuments, [ref])).get(ref);
  if (shared) return shared;
  const own = await em.findOne(UserData, { id: ref, name: null });
  const owner = own && (await em.findOne(Instance, { userData: own.id }));
  return own && owner ? Object.assign(own, { owner }) : undefined;
}

async function check(
  document: UserData,
  { sha256, size }: UserDataRevision,
  { em, actor, config: { USER_DATA_LIMIT: limit }, problems }: RestoreContext,
): Promise<void> {
  if (size > limit)
    problems.add('revision', {
      code: 'BAD_USER_INPUT',
      message: `User data has at most ${limit} bytes; this revision has ${size}.`,
      hint: 'Raise USER_DATA_LIMIT.',
    });
  if (sha256 === document.sha256 || mayAssignRoles(actor)) return;
  const machine = (await findGuarded(em, machinesWithUserData, [document])).get(document);
  if (machine !== undefined)
    problems.add(
      'revision',
      assignForbidden(
        `${machine} has a role and uses ${document.title}: whoever changes that decides who has the credentials of the role.`,
      ),
    );
}
