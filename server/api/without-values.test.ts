import { describe, expect, it } from '@jest/globals';
import { buildSchema, graphql } from 'graphql';
import { withoutValues } from './without-values.ts';

const schema = buildSchema(`
  type Query { give(credentials: Credentials!, count: Int, word: String): Boolean }
  input Credentials { key: String!, token: String!, inner: Credentials }
`);

const secret = 's3cr3t/with+signs; at "home"; Field';

/** What a client is told of one wrong operation. */
const told = async (source: string, credentials: unknown = {}): Promise<string[]> => {
  const { errors = [] } = await graphql({ schema, source, variableValues: { credentials } });
  return errors.map(({ message }) => withoutValues(message));
};

const byVariable = 'query ($credentials: Credentials!) { give(credentials: $credentials) }';
const literal = JSON.stringify(secret);

describe('a message about a value', () => {
  it.each([
    [
      'a field that is missing',
      byVariable,
      { key: secret },
      'Variable "$credentials" got an invalid value; Field "token" of required type "String!" was not provided.',
    ],
    [
      'a field that is missing further inside',
      byVariable,
      { key: 'k', token: 't', inner: { key: secret } },
      'Variable "$credentials" got an invalid value at "credentials.inner"; Field "token" of required type "String!" was not provided.',
    ],
    [
      'a field that does not exist',
      byVariable,
      { key: secret, token: secret, secretKey: secret },
      'Variable "$credentials" got an invalid value; Field "secretKey" is not defined by type "Credentials".',
    ],
    [
      'a value of another type',
      byVariable,
      { key: 'k', token: [secret] },
      'Variable "$credentials" got an invalid value at "credentials.token"; String cannot represent a non string value.',
    ],
    [
      'a text where an object belongs',
      byVariable,
      secret,
      'Variable "$credentials" got an invalid value; Expected type "Credentials" to be an object.',
    ],
    [
      'a text in the operation where an object belongs',
      `{ give(credentials: ${literal}) }`,
      {},
      'Expected value of type "Credentials!".',
    ],
    [
      'a list in the operation where a text belongs',
      `{ give(credentials: { key: [${literal}], token: "t" }) }`,
      {},
      'String cannot represent a non string value.',
    ],
    [
      'a text in the operation where a number belongs',
      `{ give(credentials: { key: "k", token: "t" }, count: ${literal}) }`,
      {},
      'Int cannot represent non-integer value.',
    ],
    [
      'a text in the operation where a name belongs',
      `{ give(${literal}: 1) }`,
      {},
      'Syntax Error: Expected Name, found String.',
    ],
    [
      'a block of text in the operation where a value ends',
      `{ give(count: 1 """${secret}""") }`,
      {},
      'Syntax Error: Expected Name, found BlockString.',
    ],
  ])('does not repeat it: %s', async (_, ...wrong) => {
    const [source, credentials, message] = wrong as [string, unknown, string];
    const messages = await told(source, credentials);

    expect(messages).toContain(message);
    expect(messages.join()).not.toContain('s3cr3t');
  });

  it('is left alone where it quotes none', async () => {
    expect(await told('{ nowhere }')).toEqual(['Cannot query field "nowhere" on type "Query".']);
    expect(await told('{ give(')).toEqual(['Syntax Error: Expected Name, found <EOF>.']);
  });
});
