import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { ErrorLink } from '@apollo/client/link/error';

/** Makes the cache. Lists are keyed by all their arguments, and refreshed whenever a page opens. */
function makeCache() {
  return new InMemoryCache({
    typePolicies: {
      Viewer: { keyFields: [] },
      Setup: { keyFields: [] },
      MetadataEntry: { keyFields: false },
      MetadataSource: { keyFields: false },
      Instance: { fields: { metadataOptions: { merge: true } } },
    },
  });
}

export function makeClient(onSignedOut: () => void) {
  const signedOut = new ErrorLink(({ error }) => {
    if (!CombinedGraphQLErrors.is(error)) return;
    if (error.errors.some((one) => one.extensions?.code === 'UNAUTHENTICATED')) onSignedOut();
  });
  const http = new HttpLink({
    uri: '/graphql',
    credentials: 'include',
    headers: { 'apollo-require-preflight': 'true' },
  });
  return new ApolloClient({
    link: ApolloLink.from([signedOut, http]),
    cache: makeCache(),
    defaultOptions: { watchQuery: { fetchPolicy: 'cache-and-network' } },
  });
}
