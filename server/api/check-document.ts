import {
  GraphQLError,
  specifiedRules,
  validate,
  ValuesOfCorrectTypeRule,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { isSignedIn, type Actor } from '../access/actor.ts';
import { Refusal, tooComplex } from '../errors.ts';
import { detachLocations } from './document-locations.ts';
import { checkShape } from './document-shape.ts';
import { refuseOperation } from './format-error.ts';
import { limits, maxTokensOf } from './limits.ts';
import { valuesOfCorrectType } from './value-rule.ts';

const rules = specifiedRules.map((rule) => (rule === ValuesOfCorrectTypeRule ? valuesOfCorrectType : rule));

/** The maximum number of mistakes that are reported, and the maximum characters of a message, with its names. */
const maxMistakes = 10;
const maxMessageLength = 300;

/** The maximum number of comparisons of fields that graphql-js makes (its OverlappingFieldsCanBeMergedRule). */
const maxComparisons = 500_000;

/** The message of graphql-js when comparing the fields of the same name would take too long. */
const abortedMessage = 'Validation aborted.';

/** Documents that were found valid; the document cache keeps those that are sent again. */
const validDocuments = new WeakSet<DocumentNode>();

/** Finds everything that is wrong with a document, from any caller, cached or not. */
export function mistakesOf(
  document: DocumentNode,
  { schema, actor }: { schema: GraphQLSchema; actor: Actor },
): GraphQLError[] {
  const isKnown = validDocuments.has(document);
  detachLocations(document);
  checkLength(document, actor);
  if (isKnown) return [];
  checkShape(document);
  const options = { maxErrors: maxMistakes, hideSuggestions: !isSignedIn(actor) };
  const errors = validate(schema, document, rules, options);
  if (errors.length === 0) validDocuments.add(document);
  if (errors.some(({ message }) => message === abortedMessage))
    throw tooComplex(
      `This document asks for the same fields in too many fragments: to compare them takes more than ${maxComparisons} steps. Ask for each field once.`,
    );
  return errors.map(({ message, nodes }) =>
    refuseOperation(new Refusal('BAD_USER_INPUT', cut(message)), undefined, nodes),
  );
}

/** Refuses the document of a request by its length, before it is parsed. @throws QUERY_TOO_COMPLEX */
export function checkText(body: unknown): void {
  const { query: text } = (body ?? {}) as { query?: unknown };
  if (typeof text === 'string' && text.length > limits.characters)
    throw tooComplex(
      `This document has ${text.length} characters, more than ${limits.characters}. Put large values into variables.`,
    );
}

function checkLength({ tokenCount = 0 }: DocumentNode & { tokenCount?: number }, actor: Actor): void {
  const maxTokens = maxTokensOf(actor);
  if (tokenCount <= maxTokens) return;
  const when = isSignedIn(actor) ? '' : ' before sign-in';
  throw tooComplex(`This document has ${tokenCount} tokens, more than ${maxTokens}${when}.`);
}

const cut = (message: string) =>
  message.length > maxMessageLength ? `${message.slice(0, maxMessageLength).toWellFormed()}...` : message;
