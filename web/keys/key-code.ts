import type { KeyDetailsFragment } from '../generated/graphql';
import { samplesOf } from '../parts/graph-code';

const read = `
query Key($name: String!) {
  sshKey(by: { name: $name }) {
    id type fingerprint publicKey
    instances(first: 50) { nodes { hostname } }
  }
}`;

const write = `
mutation Upsert($input: UpsertSshKeyInput!) {
  upsertSshKey(input: $input) { outcome sshKey { id fingerprint } }
}`;

const remove = `
mutation Delete($input: DeleteSshKeyInput!) {
  deleteSshKey(input: $input) { outcome }
}`;

export function keySamples({ name, publicKey }: KeyDetailsFragment) {
  return samplesOf([
    { title: 'Read it', query: read, variables: { name } },
    { title: 'Create or update it', query: write, variables: { input: { name, publicKey } } },
    { title: 'Delete it', query: remove, variables: { input: { id: name } } },
  ]);
}
