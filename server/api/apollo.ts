import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Context } from '../graphql/context.ts';
import { formatError } from './format-error.ts';
import { limits } from './limits.ts';
import { operationPlugin, type OperationParts } from './operation-plugin.ts';
import { statusByMediaType } from './response-status.ts';

/**
 * The GraphQL server, without its transport. Its own validation is off, since it runs before the limit of a document's
 * length, which depends on the caller: `operationPlugin` validates.
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
      operationPlugin(schema, parts),
      addRequestIds,
      statusByMediaType,
    ],
  });
  await apollo.start();
  return apollo;
}

/** Characters of all cached documents, and of one: a parsed document takes some hundred times as many bytes. */
const maxCachedCharacters = { total: 256 * 1024, ofOne: 16 * 1024 };

/** Caches documents, so that those of the admin and of scripts need not be parsed and validated again. */
function documentStore() {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: maxCachedCharacters.total,
    maxEntrySize: maxCachedCharacters.ofOne,
    sizeCalculation: ({ loc }) => Math.max(1, loc?.source.body.length ?? maxCachedCharacters.ofOne),
  });
  return {
    get: async (key: string) => documents.get(key),
    set: async (key: string, document: DocumentNode) => void documents.set(key, document),
    delete: async (key: string) => documents.delete(key),
  };
}

/** Adds to every error the id of its request, which is also in the log. */
const addRequestIds = {
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
