import type { ApolloClient, TypedDocumentNode } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import DataLoader from 'dataloader';
import { parse } from 'graphql';
import type { MetadataAnswer } from './metadata-tree';

/** Below the fifty aliases that the API allows in one operation. */
const atOnce = 40;

const nothing: MetadataAnswer = { status: 404, contentType: '', bytes: '', text: null, entries: null };

/** Fields that the viewer may not read. */
const notShown: MetadataAnswer = { ...nothing, status: 200, contentType: 'text/plain', text: '(not shown)' };

type Answers = { instance: Record<string, MetadataAnswer> | null };

function documentFor(count: number): TypedDocumentNode<Answers, Record<string, string>> {
  const places = Array.from({ length: count }, (_, place) => place);
  const variables = places.map((place) => `$p${place}: String!`).join(' ');
  const fields = places.map((place) => `a${place}: metadata(path: $p${place}) { ...Answer }`).join('\n');
  return parse(`
    query MetadataAnswers($id: ID! ${variables}) { instance(by: { id: $id }) { id ${fields} } }
    fragment Answer on MetadataAnswer { status contentType bytes text entries }
  `);
}

/** Asks for single paths; those asked for in the same moment travel together. */
export function askTogether(client: ApolloClient, id: string) {
  const loader = new DataLoader<string, MetadataAnswer>((paths) => askAll(client, id, paths), {
    maxBatchSize: atOnce,
  });
  return (path: string) => loader.load(path);
}

/** Asks once more without those that are refused, as user-data is to an auditor. */
async function askAll(client: ApolloClient, id: string, paths: readonly string[]): Promise<MetadataAnswer[]> {
  const asked = Object.fromEntries(paths.map((path, place) => [`p${place}`, path]));
  const { data, error } = await client.query({
    query: documentFor(paths.length),
    variables: { id, ...asked },
    fetchPolicy: 'no-cache',
    errorPolicy: 'all',
  });
  if (!error) return paths.map((_, place) => data?.instance?.[`a${place}`] ?? nothing);
  const refused = refusedPlaces(error);
  if (refused.size === 0) throw error;
  const others = paths.filter((_, place) => !refused.has(place));
  const answers = others.length > 0 ? await askAll(client, id, others) : [];
  return paths.map((_, place) => (refused.has(place) ? notShown : answers.shift()!));
}

/** The places of what was refused for want of a permission; none where something else went wrong too. */
function refusedPlaces(error: unknown): Set<number> {
  const errors = CombinedGraphQLErrors.is(error) ? error.errors : [];
  const isRefused = errors.every(({ extensions }) => extensions?.['code'] === 'FORBIDDEN');
  const aliases = errors.map(({ path }) => /^a(\d+)$/.exec(String(path?.[1]))?.[1]);
  return isRefused && !aliases.includes(undefined) ? new Set(aliases.map(Number)) : new Set();
}
