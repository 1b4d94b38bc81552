import { isSignedIn, type Actor } from '../access/actor.ts';

/** What one operation may be at most: above the admin's largest question, far below what would hold up the server. */
export const limits = {
  /** Of the text of a document: large values belong into variables. */
  characters: 512 * 1024,
  tokens: 10_000,
  tokensBeforeSignIn: 1_000,
  /** Operations and fragments of a document. */
  definitions: 100,
  depth: 12,
  aliases: 50,
  /** Fields, with those of a fragment wherever it is spread. */
  fields: 10_000,
  /** Fields of one object that give the same key of the answer, with those of fragments. */
  sameKey: 64,
  /** Levels of whatever nests: fields, fragments, values, types, JSON. */
  nesting: 64,
  cost: 50_000,
  /** Values in the JSON of a request. */
  values: 500_000,
  /** Errors of one answer. */
  errors: 100,
};

/** How many tokens a document may have. */
export const maxTokensOf = (actor: Actor) => (isSignedIn(actor) ? limits.tokens : limits.tokensBeforeSignIn);
