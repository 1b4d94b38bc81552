import type { ArchivedInput } from '../archive/archive-types.ts';
import type { ArchivedDocument, Identity } from '../archive/archived-document.ts';
import { Archived } from '../archive/archived.entity.ts';
import { noteRestored } from '../audit/restoration.ts';
import { continueVersion } from '../archive/continue-version.ts';
import { getArchived } from '../archive/find-archived.ts';
import type { MissingPart } from '../archive/missing-part.ts';
import type { BaseRecord } from '../database/record.ts';
import { Problems } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import type { NamedKind, NamedRecord } from './named-kind.ts';
import { writeNamed } from './write-named.ts';

interface Restored<Entity> {
  record: Entity;
  missing: MissingPart[];
}

/**
 * Restores a deleted record, with the same checks as for a new one. If another record has its name, its id becomes its
 * name; any other obstacle is refused.
 */
export async function restoreNamed<Entity extends NamedRecord, Changes extends object>(
  kind: NamedKind<Entity, Changes>,
  { archived: ref }: ArchivedInput,
  context: Context,
): Promise<Restored<Entity>> {
  const { em, problems } = context;
  const { id, document } = await getArchived(em, { kind: kind.archived!.kind, ref, problems });
  const restored = await recreate(kind, { id, document }, context);
  await em.flush();
  await continueVersion(em, restored.record as unknown as BaseRecord, document.status.identity);
  await kind.restoring?.settle?.(em, restored.record, document);
  await em.nativeDelete(Archived, { id });
  const { usedBy = 0 } = document.status;
  const { notRestored = machinesNotRestored } = kind.archived!;
  const missing = usedBy > 0 ? notRestored(usedBy, restored.record) : undefined;
  if (missing) restored.missing.push(missing);
  return restored;
}

async function recreate<Entity extends NamedRecord, Changes extends object>(
  kind: NamedKind<Entity, Changes>,
  { id, document }: Pick<Archived, 'id' | 'document'>,
  context: Context,
): Promise<Restored<Entity>> {
  const { identity } = document.status;
  const make = (name: string) => {
    const record = Object.assign(kind.make(name), pastOf(identity));
    noteRestored(record as unknown as BaseRecord, id);
    return record;
  };
  const withPast = { ...kind, make };
  const fields = (await kind.restoring?.inputFrom(document, context.em)) ?? document.spec;
  const write = async (name: string) => {
    const problems = new Problems();
    const input = { ...fields, name } as Changes & { name: string };
    const requests = [{ input, record: undefined, problems }];
    const [record] = await writeNamed(withPast, requests, { atomic: false, context });
    return { record, problems };
  };
  const first = await write(document.metadata.name);
  if (first.record) return { record: first.record, missing: [] };
  const firstProblems = first.problems.list();
  if (firstProblems.some(({ path }) => path.at(-1) !== 'name')) refuse(firstProblems, document, context);
  const second = await write(identity.id);
  if (!second.record) refuse(second.problems.list(), document, context);
  const message = `${firstProblems[0]!.message} So it is called ${identity.id}.`;
  return { record: second.record!, missing: [{ field: 'name', message }] };
}

const pastOf = ({ id, createdAt }: Identity) => ({
  id,
  createdAt: new Date(createdAt),
});

/** Reports all obstacles at the field `archived`, whatever field they had. @throws all of them */
function refuse(
  problems: ReturnType<Problems['list']>,
  { spec, status }: ArchivedDocument,
  context: Context,
): void {
  const { vpc } = status.identity;
  for (const { path: _, message, ...problem } of problems)
    context.problems.add('archived', {
      ...problem,
      message: vpc ? message.replaceAll(vpc, () => String(spec.vpc)) : message,
    });
  context.problems.throwIfAny();
}

const machinesNotRestored = (usedBy: number): MissingPart | undefined => ({
  field: 'instances',
  message: `${usedBy} machines or interfaces had it when it was deleted; they do not get it back by this.`,
});
