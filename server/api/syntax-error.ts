import { getLocation, type GraphQLError } from 'graphql';
import { quoted, Refusal, tooComplex } from '../errors.ts';
import { nestsTooDeep } from './document-shape.ts';
import { limits } from './limits.ts';

const prefix = 'Syntax Error: ';

/** The beginning of the message of graphql-js about more tokens than it may read. */
const tooManyTokens = 'Document contains more that ';

/** The mistakes within a token; the rest of the message of graphql-js is a piece of the document. */
const withinToken = [
  'Unterminated string',
  'Invalid character within String',
  'Invalid character escape sequence',
  'Invalid Unicode escape sequence',
  'Invalid number',
];

/** The part of a message in which the expected token is looked for: the names of the grammar are short. */
const maxExpectedCharacters = 60;

/**
 * The refusal of a document that cannot be parsed. The message of graphql-js repeats the token that it stopped at,
 * which may be a secret and a megabyte long: this one names the place and the kind of the token, and quotes only names.
 */
export function syntaxRefusal({ message, source, positions, originalError }: GraphQLError): Refusal {
  if (originalError instanceof RangeError) return nestsTooDeep();
  const sentence = message.slice(prefix.length, prefix.length + maxExpectedCharacters);
  if (sentence.startsWith(tooManyTokens))
    return tooComplex(`This document has more than ${limits.tokens} tokens.`);
  if (!source || !positions) return new Refusal('BAD_USER_INPUT', 'This document cannot be read.');
  const [position = 0] = positions;
  const { line, column } = getLocation(source, position);
  const what = mistakeOf(sentence, tokenAt(source.body, position));
  return new Refusal('BAD_USER_INPUT', `Syntax error at line ${line}, column ${column}: ${what}.`);
}

function mistakeOf(sentence: string, token: string): string {
  const within = withinToken.find((beginning) => sentence.startsWith(beginning));
  if (within) return within;
  const end = sentence.indexOf(', found ');
  return end === -1 ? `${token} does not belong here` : `${sentence.slice(0, end)}, found ${token}`;
}

/** The part of a name that is read, in characters. */
const maxNameLength = 100;

function tokenAt(body: string, position: number): string {
  const text = body.slice(position, position + maxNameLength);
  const [name] = /^[_A-Za-z][_0-9A-Za-z]*/.exec(text) ?? [];
  if (name !== undefined) return `the name ${quoted(name)}`;
  if (text === '') return 'the end of the document';
  if (text.startsWith('"')) return 'a String';
  if (/^[-0-9]/.test(text)) return 'a number';
  return JSON.stringify(String.fromCodePoint(text.codePointAt(0)!).toWellFormed());
}
