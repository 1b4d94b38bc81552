import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Context } from '../graphql/context.ts';
import { formatError } from './format-error.ts';
import { limits } from './limits.ts';
import { operationDoor, type OperationParts } from './operation-door.ts';
import { statusByMediaType } from './response-status.ts';

/**
 * The GraphQL server, without its transport. Its own validation is off, since it comes before anybody can say how long a
 * document may be and for whom: the door of operations validates.
 */
export async function startApollo(
  schema: GraphQLSchema,
  parts: OperationParts,
): Promise<ApolloServer<Context>> {
  const { log } = parts;
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    persistedQueries: false,
    parseOptions: { maxTokens: limits.tokens },
    dangerouslyDisableValidation: true,
    documentStore: documentStore(),
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => formatError(formatted, error, log),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      operationDoor(schema, parts),
      nameRequests,
      statusByMediaType,
    ],
  });
  await apollo.start();
  return apollo;
}

/** Characters of all documents that are kept, and of one: what is kept of each takes some hundred times as many bytes. */
const documentCacheBytes = { kept: 256 * 1024, ofOne: 16 * 1024 };

/** Documents that came before, so that the admin's and those of scripts need not be read and validated again. */
function documentStore() {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: documentCacheBytes.kept,
    maxEntrySize: documentCacheBytes.ofOne,
    sizeCalculation: ({ loc }) => Math.max(1, loc?.source.body.length ?? documentCacheBytes.ofOne),
  });
  return {
    get: async (key: string) => documents.get(key),
    set: async (key: string, document: DocumentNode) => void documents.set(key, document),
    delete: async (key: string) => documents.delete(key),
  };
}

/** Every error carries the id of its request, by which the log has it too. */
const nameRequests = {
  requestDidStart: async () => ({
    didEncounterErrors: async ({
      errors,
      contextValue,
    }: {
      errors: readonly { extensions: object }[];
      contextValue: Context;
    }) => {
      for (const error of errors) Object.assign(error.extensions, { requestId: contextValue.requestId });
    },
  }),
};
