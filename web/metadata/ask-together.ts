import type { ApolloClient, TypedDocumentNode } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import DataLoader from 'dataloader';
import { parse } from 'graphql';
import type { MetadataAnswer } from './metadata-tree';

/** The paths of one query: below the fifty aliases that the API allows in an operation. */
const maxPathsPerQuery = 40;

const notFound: MetadataAnswer = { status: 404, contentType: '', bytes: '', text: null, entries: null };

/** In place of answers that the viewer may not read. */
const notShown: MetadataAnswer = { ...notFound, status: 200, contentType: 'text/plain', text: '(not shown)' };

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

/** Returns a function that requests one path; requests of the same tick are sent in one query. */
export function askTogether(client: ApolloClient, id: string) {
  const loader = new DataLoader<string, MetadataAnswer>((paths) => askAll(client, id, paths), {
    maxBatchSize: maxPathsPerQuery,
  });
  return (path: string) => loader.load(path);
}

/** Requests all paths; repeats the query without those that are refused, as user-data is for an auditor. */
async function askAll(client: ApolloClient, id: string, paths: readonly string[]): Promise<MetadataAnswer[]> {
  const asked = Object.fromEntries(paths.map((path, place) => [`p${place}`, path]));
  const { data, error } = await client.query({
    query: documentFor(paths.length),
    variables: { id, ...asked },
    fetchPolicy: 'no-cache',
    errorPolicy: 'all',
  });
  if (!error) return paths.map((_, place) => data?.instance?.[`a${place}`] ?? notFound);
  const refused = refusedPlaces(error);
  if (refused.size === 0) throw error;
  const others = paths.filter((_, place) => !refused.has(place));
  const answers = others.length > 0 ? await askAll(client, id, others) : [];
  return paths.map((_, place) => (refused.has(place) ? notShown : answers.shift()!));
}

/** The indexes of the paths refused with FORBIDDEN; empty if there is any other error. */
function refusedPlaces(error: unknown): Set<number> {
  const errors = CombinedGraphQLErrors.is(error) ? error.errors : [];
  const isRefused = errors.every(({ extensions }) => extensions?.['code'] === 'FORBIDDEN');
  const aliases = errors.map(({ path }) => /^a(\d+)$/.exec(String(path?.[1]))?.[1]);
  return isRefused && !aliases.includes(undefined) ? new Set(aliases.map(Number)) : new Set();
}
