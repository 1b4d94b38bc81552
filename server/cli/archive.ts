import { ArchivedKind as types, keptDays } from '../archive/archived-kind.ts';
import { exitCodes, StartupError } from '../errors.ts';
import { withApi, type Ask } from './run-operation.ts';

interface ArchivedRow {
  id: string;
  kind: keyof typeof types;
  name: string;
  subjectId: string;
  at: string;
  actorName: string;
}

interface Page {
  archived: { nodes: ArchivedRow[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

const kindOf = (given: string | undefined) =>
  Object.entries(types).find(([kind, type]) => given === kind || given === type)?.[0];

const listed = `query ($filter: ArchivedFilter, $search: String, $first: Int, $after: String) {
  archived(filter: $filter, search: $search, first: $first, after: $after) {
    nodes { id kind name subjectId at actorName } pageInfo { hasNextPage endCursor } } }`;

/** Prints the deleted objects that can be restored, one a line, the latest first. */
export const listArchive = ({ kind, search }: { kind?: string; search?: string }): Promise<void> =>
  withApi(async (ask) => {
    let after: string | undefined;
    do {
      const { archived } = await ask<Page>(listed, {
        filter: { kind: kindOf(kind) },
        search,
        first: 500,
        after,
      });
      for (const row of archived.nodes)
        say([row.id, types[row.kind], row.name, row.subjectId, row.at, row.actorName].join('\t'));
      after = archived.pageInfo.hasNextPage ? archived.pageInfo.endCursor : undefined;
    } while (after !== undefined);
  });

/** Restores a deleted object; fields that cannot be restored are reported on standard error. */
export const restoreFromArchive = (ref: string, { dryRun = false }: { dryRun?: boolean }): Promise<void> =>
  withApi(async (ask) => {
    const { id, kind, name, subjectId } = await find(ask, ref);
    const mutation = `mutation ($input: Restore${types[kind]}Input!) {
      done: restore${types[kind]}(input: $input) { missing { field message } } }`;
    const { done } = await ask<{ done: { missing: { field: string; message: string }[] } }>(mutation, {
      input: { archived: id, dryRun },
    });
    say(`${types[kind]} ${name} (${subjectId}) ${dryRun ? 'can be restored' : 'is restored'}.`);
    for (const { field, message } of done.missing)
      process.stderr.write(`not as it was, ${field}: ${message}\n`);
  });

/** Removes a deleted object for good. */
export const purgeFromArchive = (ref: string, { dryRun = false }: { dryRun?: boolean }): Promise<void> =>
  withApi(async (ask) => {
    const { id, kind, name, subjectId } = await find(ask, ref);
    const mutation = `mutation ($input: Purge${types[kind]}Input!) { purge${types[kind]}(input: $input) { outcome } }`;
    await ask(mutation, { input: { archived: id, dryRun } });
    say(`${types[kind]} ${name} (${subjectId}) ${dryRun ? 'can be removed' : 'is removed'} for good.`);
  });

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Finds an archived object by its id in the archive, or by the id or name that it had. */
async function find(ask: Ask, object: string): Promise<ArchivedRow> {
  const { archived } = await ask<Page>(listed, { filter: { object }, first: 100 });
  const { nodes } = archived;
  const named = [
    nodes.filter(({ id }) => id === object),
    nodes.filter((one) => one.subjectId === object),
    nodes,
  ];
  const [latest, ...others] = named.find(({ length }) => length > 0) ?? [];
  if (!latest)
    throw new StartupError(
      `Nothing that was called "${object}" is archived. What was deleted is kept for ${keptDays} days: cloudmeta archive list.`,
      { exitCode: exitCodes.notFound },
    );
  const other = others.find(({ subjectId }) => subjectId !== latest.subjectId);
  if (other)
    throw new StartupError(
      `Several were called "${object}": give the id, as ${latest.id} (${types[latest.kind]}) or ${other.id} (${types[other.kind]}).`,
      { exitCode: exitCodes.conflict },
    );
  return latest;
}
