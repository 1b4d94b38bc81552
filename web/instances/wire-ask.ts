import type { ApolloClient, TypedDocumentNode } from '@apollo/client';
import DataLoader from 'dataloader';
import { parse } from 'graphql';
import type { WireAnswer } from './wire-tree';

/** Below the fifty aliases that the API allows in one operation. */
const atOnce = 40;

const nothing: WireAnswer = { status: 404, contentType: '', bytes: '', text: null, entries: null };

type Answers = { instance: Record<string, WireAnswer> | null };

function documentFor(count: number): TypedDocumentNode<Answers, Record<string, string>> {
  const places = Array.from({ length: count }, (_, place) => place);
  const variables = places.map((place) => `$p${place}: String!`).join(' ');
  const fields = places.map((place) => `a${place}: metadata(path: $p${place}) { ...Answer }`).join('\n');
  return parse(`
    query WireAnswers($id: ID! ${variables}) { instance(by: { id: $id }) { id ${fields} } }
    fragment Answer on MetadataAnswer { status contentType bytes text entries }
  `);
}

/** Asks for single paths; those asked for in the same moment travel together. */
export function askTogether(client: ApolloClient, id: string) {
  const loader = new DataLoader<string, WireAnswer>(
    async (paths) => {
      const asked = Object.fromEntries(paths.map((path, place) => [`p${place}`, path]));
      const { data } = await client.query({
        query: documentFor(paths.length),
        variables: { id, ...asked },
        fetchPolicy: 'no-cache',
      });
      return paths.map((_, place) => data?.instance?.[`a${place}`] ?? nothing);
    },
    { maxBatchSize: atOnce },
  );
  return (path: string) => loader.load(path);
}
