import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Context } from '../graphql/context.ts';
import type { Log } from '../log.ts';
import { formatError } from './format-error.ts';
import { guardIntrospection } from './introspection.ts';
import { limitComplexity, limitRules } from './limits.ts';
import { statusByMediaType } from './response-status.ts';

/** The GraphQL server, without its transport. */
export async function startApollo(schema: GraphQLSchema, log: Log): Promise<ApolloServer<Context>> {
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    validationRules: limitRules,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => formatError(formatted, error, log),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      guardIntrospection,
      limitComplexity(schema),
      nameRequests,
      statusByMediaType,
    ],
  });
  await apollo.start();
  return apollo;
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
