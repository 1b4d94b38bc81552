import { samplesOf } from '../parts/graph-code';
import { type EditedKind, type NamedRecord, type RecordValues, titleOf } from './record-kind';

const hasValue = ([, value]: [string, unknown]) =>
  value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);

/** The API samples for a record. */
export function recordSamples<Row extends NamedRecord, Values extends RecordValues, Input>(
  { type, property, sampleFields, inputOf, valuesOf, empty }: EditedKind<Row, Values, Input>,
  record: Row,
) {
  const name = titleOf(record);
  const read = `
query Read($name: String!) {
  ${property}(by: { name: $name }) { ${sampleFields ?? 'id name version updatedAt'} }
}`;
  const write = `
mutation Upsert($input: Upsert${type}Input!) {
  upsert${type}(input: $input) { outcome ${property} { id } }
}`;
  const remove = `
mutation Delete($input: Delete${type}Input!) {
  delete${type}(input: $input) { outcome }
}`;
  const usual = new Map(Object.entries(inputOf(empty) as object));
  const isGiven = (one: [string, unknown]) =>
    hasValue(one) || JSON.stringify(one[1]) !== JSON.stringify(usual.get(one[0]));
  const input = Object.fromEntries(Object.entries(inputOf(valuesOf(record)) as object).filter(isGiven));
  return samplesOf([
    { title: 'Read it', query: read, variables: { name } },
    { title: 'Create or update it', query: write, variables: { input: { ...input, name } } },
    { title: 'Delete it', query: remove, variables: { input: { id: name } } },
  ]);
}
