/** The schema as a document: committed, described, and shown to signed-in callers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { auditServer } from 'graphql-http';
import {
  getIntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLNamedType,
} from 'graphql';
import { errorCodes } from '../errors.ts';
import { buildApiSchema, schemaText } from '../api/schema.ts';
import type { ApiError } from './support/graphql-client.ts';
import { onBothDatabases, type World } from './support/world.ts';

const schema = buildApiSchema();
const root = join(import.meta.dirname, '../..');

/** Returns every part of a type that can have a description, as `Type.field(argument)`, with its description. */
function partsOf(type: GraphQLNamedType): [string, string | null | undefined][] {
  const parts: [string, string | null | undefined][] = [[type.name, type.description]];
  if (isEnumType(type))
    for (const value of type.getValues()) parts.push([`${type.name}.${value.name}`, value.description]);
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return parts;
  for (const field of Object.values(type.getFields())) {
    parts.push([`${type.name}.${field.name}`, field.description]);
    if ('args' in field)
      for (const argument of field.args)
        parts.push([`${type.name}.${field.name}(${argument.name})`, argument.description]);
  }
  return parts;
}

describe('the schema', () => {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );

  it('is the one that is committed (npm run schema writes it)', () => {
    expect(schemaText(schema)).toBe(readFileSync(join(root, 'schema.graphql'), 'utf8'));
  });

  it('describes every type, field, argument and value', () => {
    const undescribed = types.flatMap(partsOf).filter(([, description]) => !description?.trim());

    expect(undescribed.map(([name]) => name)).toEqual([]);
  });

  it('describes each by what it is, as a reference does, and not by a question', () => {
    const question = /^\s*(What|Which|How|Whether|When|Why|Who|Whose|Where)\b/;
    const asked = types.flatMap(partsOf).filter(([, description]) => question.test(description ?? ''));

    expect(asked.map(([name]) => name)).toEqual([]);
  });

  it('has one input for every mutation that takes something, and one payload', () => {
    for (const { name, args, type } of Object.values(schema.getMutationType()!.getFields())) {
      const given = args.map((argument) => `${argument.name}: ${String(argument.type)}`);
      const noun = `${name[0]!.toUpperCase()}${name.slice(1)}`;
      expect([name, given]).toEqual([name, name === 'signOut' ? [] : [`input: ${noun}Input!`]]);
      expect(String(type)).toMatch(/^\w+Payload!$/);
    }
  });
});

onBothDatabases('the API', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it.each([
    getIntrospectionQuery(),
    '{ __type(name: "User") { fields { name } } }',
    '{ a: __schema { types { name } } }',
  ])('shows its schema only to those who are signed in: %.20s', async (query) => {
    const nobody = await world.graphql(query, {}, { as: 'nobody' });
    const viewer = await world.graphql(query, {}, { as: 'viewer' });

    expect(nobody).toMatchObject({ codes: ['UNAUTHENTICATED'] });
    expect(nobody.data ?? null).toBeNull();
    expect(viewer.codes).toEqual([]);
  });

  it('does not hint at names to those who are not signed in', async () => {
    const answer = await world.graphql('{ instancez { nodes { id } } }', {}, { as: 'nobody' });

    expect(JSON.stringify(answer.errors)).not.toContain('instances');
  });

  it('passes every MUST and SHOULD of GraphQL over HTTP', async () => {
    const results = await auditServer({
      url: world.graphqlUrl,
      fetchFn: (url: string, init?: RequestInit) =>
        fetch(url, {
          ...init,
          headers: { ...init?.headers, authorization: `Bearer ${world.tokens.viewer}` },
        }),
    });

    const failed = results.filter(({ status }) => status === 'error' || status === 'warn');
    expect(failed.map((result) => `${result.name}: ${'reason' in result ? result.reason : ''}`)).toEqual([]);
    expect(results.length).toBeGreaterThan(50);
  });

  it.each([
    ['no query', '{}'],
    ['something that is no query', '{"query": 1}'],
    ['something that is no JSON', '{"query":'],
    ['a list of queries', '[{"query": "{ setup { hasUsers } }"}, {"query": "{ setup { hasUsers } }"}]'],
    ['a query that cannot be read', '{"query": "{ setup {"}'],
    ['a field that does not exist', '{"query": "{ nothing }"}'],
  ])('refuses %s in the form of a GraphQL error', async (_, body) => {
    const response = await fetch(world.graphqlUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        authorization: `Bearer ${world.tokens.viewer}`,
      },
      body,
    });

    const { errors, data } = (await response.json()) as { errors: ApiError[]; data?: unknown };
    expect(response.status).toBe(400);
    expect(data ?? null).toBeNull();
    expect(errors[0]!.extensions.code).toBe('BAD_USER_INPUT');
    const requestId = errors[0]!.extensions.requestId ?? response.headers.get('x-request-id');
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(errors)).not.toMatch(/node_modules|\.ts:|\.js:|stack/i);
  });

  it('refuses a form of another site, which needs no permission of the browser', async () => {
    const response = await fetch(world.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'text/plain', authorization: `Bearer ${world.tokens.viewer}` },
      body: '{"query": "{ setup { hasUsers } }"}',
    });

    expect(response.status).toBe(400);
  });

  it('changes nothing by GET', async () => {
    const mutation = encodeURIComponent(
      'mutation { createInstance(input: { hostname: "by-get" }) { outcome } }',
    );
    const headers = { authorization: `Bearer ${world.tokens.operator}`, 'apollo-require-preflight': 'true' };

    const response = await fetch(`${world.graphqlUrl}?query=${mutation}`, { headers });

    expect(response.status).toBe(405);
    expect(await world.data('{ instance(by: { hostname: "by-get" }) { id } }')).toEqual({ instance: null });
  });

  it('answers a query by GET', async () => {
    const headers = { 'apollo-require-preflight': 'true' };

    const response = await fetch(`${world.graphqlUrl}?query={setup{hasUsers}}`, { headers });

    expect(await response.json()).toEqual({ data: { setup: { hasUsers: false } } });
  });

  it('gives every error one of its codes, and the id of its request, which the header has too', async () => {
    for (const query of [
      '{ nothing }',
      '{ instances(first: 501) { totalCount } }',
      '{ users { totalCount } }',
      'mutation { updateInstance(input: { id: "nobody" }) { outcome } }',
    ]) {
      const { errors, headers } = await world.graphql(query);
      expect(errors).toHaveLength(1);
      expect(errorCodes).toContain(errors[0]!.extensions.code);
      expect(errors[0]!.extensions.requestId).toBe(headers.get('x-request-id'));
    }
  });
});
