'use client';

import { ApolloProvider } from '@apollo/client/react';
import { type ReactNode, useState } from 'react';
import { leaveForSignIn } from '../access/return-url';
import { makeClient } from './client';

export function GraphProvider({ children }: { children: ReactNode }) {
  const [client] = useState(() => makeClient(leaveForSignIn));
  return <ApolloProvider client={client}>{children}</ApolloProvider>;
}
