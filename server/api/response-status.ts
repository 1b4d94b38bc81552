import type { ApolloServerPlugin } from '@apollo/server';
import type { Context } from '../graphql/context.ts';

const newerType = 'application/graphql-response+json';

/**
 * Sets the status for a valid request with a wrong document: 400 in the newer media type, 200 in `application/json`,
 * where the status is about the transport alone (GraphQL over HTTP, section 6.4.1). Other refusals keep theirs.
 */
export const statusByMediaType: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ request, response: { http, body } }) => {
      if (http.status !== 400 || request.http?.headers.get('accept')?.includes(newerType)) return;
      const { errors = [] } = body.kind === 'single' ? body.singleResult : {};
      if (errors.length > 0 && errors.every(({ extensions }) => extensions?.code === 'BAD_USER_INPUT'))
        http.status = 200;
    },
  }),
};
