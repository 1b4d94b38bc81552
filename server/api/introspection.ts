import type { ApolloServerPlugin } from '@apollo/server';
import { visit, type DocumentNode } from 'graphql';
import { isSignedIn } from '../access/actor.ts';
import { unauthenticated } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { refuseOperation } from './format-error.ts';

/** The schema is shown to those who are signed in, and hinted at to nobody else. */
export const guardIntrospection: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ document, contextValue }) => {
      if (!isSignedIn(contextValue.actor) && asksForSchema(document))
        throw refuseOperation(unauthenticated());
    },
    didEncounterErrors: async ({ errors, contextValue }) => {
      if (isSignedIn(contextValue.actor)) return;
      for (const error of errors) error.message = error.message.replace(/ Did you mean .*\?$/, '');
    },
  }),
};

function asksForSchema(document: DocumentNode): boolean {
  let asks = false;
  visit(document, {
    Field: ({ name }) => {
      if (name.value === '__schema' || name.value === '__type') asks = true;
    },
  });
  return asks;
}
