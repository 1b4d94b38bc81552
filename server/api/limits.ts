import { isSignedIn, type Actor } from '../access/actor.ts';

/** The limits of one operation: above the admin's largest operation, far below what would block the server. */
export const limits = {
  /** Characters of the text of a document: large values belong in variables. */
  characters: 512 * 1024,
  tokens: 10_000,
  tokensBeforeSignIn: 1_000,
  /** Operations and fragments of a document. */
  definitions: 100,
  depth: 12,
  aliases: 50,
  /** Fields, with those of a fragment each time it is spread. */
  fields: 10_000,
  /** Fields of one object with the same key in the response, with those of fragments. */
  sameKey: 64,
  /** Levels of nesting of fields, fragments, values, types and JSON. */
  nesting: 64,
  cost: 50_000,
  /** Values in the JSON of a request. */
  values: 500_000,
  /** Errors in one response. */
  errors: 100,
};

/** The maximum number of tokens in a document. */
export const maxTokensOf = (actor: Actor) => (isSignedIn(actor) ? limits.tokens : limits.tokensBeforeSignIn);
