import type { DocumentFragment } from '../generated/graphql';
import { samplesOf } from '../parts/graph-code';

const read = `
query Document($name: String!) {
  userData(by: { name: $name }) {
    id kind size sha256 text content
    instances(first: 50) { nodes { hostname } }
  }
}`;

const write = `
mutation Upsert($input: UpsertUserDataInput!) {
  upsertUserData(input: $input) { outcome userData { id kind size } }
}`;

const remove = `
mutation Delete($input: DeleteUserDataInput!) {
  deleteUserData(input: $input) { outcome }
}`;

/** The API samples for a document. Text is sent as `text`, other content as base64, so that no byte changes. */
export function documentSamples({ id, name, text, content }: DocumentFragment) {
  const ref = name ?? id;
  const body = typeof text === 'string' ? { text } : { content };
  return samplesOf([
    { title: 'Read it', query: read, variables: { name: ref } },
    { title: 'Create or update it', query: write, variables: { input: { name: ref, ...body } } },
    { title: 'Delete it', query: remove, variables: { input: { id: ref } } },
  ]);
}
