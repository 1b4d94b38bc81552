import type { EntityManager } from '@mikro-orm/core';
import type { ArchivedInput } from '../archive/archive-types.ts';
import { Archived } from '../archive/archived.entity.ts';
import { ArchivedKind } from '../archive/archived-kind.ts';
import type { ArchivedDocument } from '../archive/archived-document.ts';
import type { Properties } from '../database/plain-rows.ts';
import { continueVersion } from '../archive/continue-version.ts';
import { noteRestored } from '../audit/restoration.ts';
import { getArchived } from '../archive/find-archived.ts';
import type { MissingPart } from '../archive/missing-part.ts';
import { hashesOf, sharedBy, sharedRecords } from '../archive/shared-records.ts';
import { Problems } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { putBackRevisions } from '../user-data/restore-user-data.ts';
import type { Instance } from './instance.entity.ts';
import { inputFrom, type RestoredInput } from './input-from-document.ts';
import { provision } from './provision.ts';
import { restorePast } from './restore-past.ts';
import { closeGaps, fieldAtFirst, takeOut } from './take-out.ts';

interface Restored {
  record: Instance;
  missing: MissingPart[];
}

/**
 * Restores a deleted machine, with the same checks as for a new one. Values that conflict are left out: a name or an
 * address that another machine has now, a key that is gone, a role that the caller may not assign.
 */
export async function restoreInstance({ archived: ref }: ArchivedInput, context: Context): Promise<Restored> {
  const { em, problems } = context;
  const { id, document } = await getArchived(em, { kind: ArchivedKind.INSTANCE, ref, problems });
  const input = await inputFrom(em, document);
  const restored = await provisionWithout(input, document, context);
  const { record: instance, missing } = restored;
  noteRestored(instance, id);
  restorePast(em, instance, document);
  await em.flush();
  await putBackVersions(em, instance, document);
  await em.nativeDelete(Archived, { id });
  missing.push(...(await changedSince(em, document, missing)));
  if (document.status.lost?.includes('encryptedPassword'))
    missing.push({
      field: 'encryptedPassword',
      message: 'The password that it left, encrypted for its owner, is not kept: it can leave it again.',
    });
  return restored;
}

async function putBackVersions(
  em: EntityManager,
  instance: Instance,
  { status: { identity, revisions } }: ArchivedDocument,
): Promise<void> {
  await continueVersion(em, instance, identity);
  const { userData: own } = instance;
  if (own?.name !== null || !identity.ownUserData) return;
  await continueVersion(em, own, identity.ownUserData);
  await putBackRevisions(em, own.id, revisions);
}

/** Lists the shared records that the machine has again but that were changed since its deletion. */
async function changedSince(
  em: EntityManager,
  document: ArchivedDocument,
  missing: MissingPart[],
): Promise<MissingPart[]> {
  const isMissing = new Set(missing.map(({ field }) => field));
  const { identity, sharedHashes = {} } = document.status;
  const records = await sharedRecords(em, Object.keys(sharedHashes));
  const now = hashesOf(em, records);
  const isOther = (id: string) => id in sharedHashes && now.has(id) && now.get(id) !== sharedHashes[id];
  const isChanged = (id: string) => isOther(id) || isOther(String(records.get(id)?.vpc));
  return sharedBy(identity)
    .filter(([id, field]) => !isMissing.has(field) && isChanged(id))
    .map(([id, field]) => ({
      field,
      message: named(`"${id}" was changed since then: the machine has it as it is now.`, document),
    }));
}

/** Retries without the values that had problems, until none is left. @throws the problems of required values */
async function provisionWithout(
  input: RestoredInput,
  document: ArchivedDocument,
  context: Context,
): Promise<Restored> {
  const missing: MissingPart[] = [];
  for (;;) {
    const problems = new Problems();
    const requests = [{ input: input as never, record: undefined, problems }];
    const [record] = await provision(requests, false, { ...context, problems });
    if (record) return { record, missing };
    for (const { path, ...problem } of problems.list()) {
      const [, ...field] = path;
      const message = named(problem.message, document);
      const atFirst = fieldAtFirst(input, field);
      const instead = takeOut(input, field, document.status.identity.id);
      if (instead === undefined) context.problems.add('archived', { ...problem, message });
      else missing.push({ field: atFirst, message: instead ? `${message} ${instead}` : message });
    }
    context.problems.throwIfAny();
    closeGaps(input);
  }
}

/** Replaces the ids in a message by the names of their records. */
function named(message: string, { spec, status: { identity } }: ArchivedDocument): string {
  const names = new Map<string, unknown>();
  const keys = spec.keys as string[];
  for (const [index, id] of (identity.keys ?? []).entries()) names.set(id, keys[index]);
  for (const one of ['userData', 'iamRole', 'identityRole'] as const)
    if (identity[one]) names.set(identity[one], spec[one]);
  const interfaces = spec.interfaces as Properties[];
  for (const [index, { subnet, securityGroups }] of (identity.interfaces ?? []).entries()) {
    if (subnet) names.set(subnet, interfaces[index]!.subnet);
    const groups = interfaces[index]!.securityGroups as string[];
    for (const [position, id] of securityGroups.entries()) names.set(id, groups[position]);
  }
  let text = message;
  for (const [id, name] of names) if (typeof name === 'string') text = text.replaceAll(id, () => name);
  return text;
}
