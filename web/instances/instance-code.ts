import type { InstanceFormFragment } from '../generated/graphql';
import { samplesOf } from '../parts/graph-code';
import { createInputOf } from './instance-input';
import { emptyInstance, valuesOf } from './instance-values';

const read = `
query Instance($hostname: String!) {
  instance(by: { hostname: $hostname }) {
    instanceId hostname addresses mac
    tags { key value }
    keys { name }
    metadata(path: "/latest/meta-data/hostname") { status text }
  }
}`;

const write = `
mutation Upsert($input: UpsertInstanceInput!) {
  upsertInstance(input: $input) { outcome instance { id instanceId } }
}`;

const remove = `
mutation Delete($input: DeleteInstanceInput!) {
  deleteInstance(input: $input) { outcome }
}`;

/** Removes null and empty values from a sample. */
function withoutBlanks(input: object) {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== null && value !== undefined && !isEmptyList(value)),
  );
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

export function instanceSamples(instance: InstanceFormFragment) {
  const { hostname, instanceId, keys, userData } = instance;
  const whole = createInputOf({ ...valuesOf(instance), instanceId }, emptyInstance);
  const input = {
    ...withoutBlanks(whole),
    keys: keys.map((key) => key.name),
    ...(userData?.name && { userData: userData.name }),
  };
  return samplesOf([
    { title: 'Read it', query: read, variables: { hostname } },
    { title: 'Create or update it', query: write, variables: { input } },
    { title: 'Delete it', query: remove, variables: { input: { id: hostname } } },
  ]);
}
