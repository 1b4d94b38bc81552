import { bulkResult } from '../graphql/bulk.ts';
import type { Context } from '../graphql/context.ts';
import type { BulkInput } from '../graphql/input-types.ts';
import type { WritableKind, WritableRecord, WriteRequest } from './writable-kind.ts';

/** Creates or changes one record as its input says. @throws every problem at once */
export async function writeOne<Entity extends WritableRecord, Input>(
  kind: WritableKind<Entity, Input>,
  one: Omit<WriteRequest<Entity, Input>, 'problems'>,
  context: Context,
) {
  const requests = [{ ...one, problems: context.problems }];
  const [written] = await kind.write(requests, { atomic: true, context });
  return { [kind.property]: written };
}

/** Creates or changes many records as a bulk input says. One result per item. */
export async function upsertMany<Entity extends WritableRecord, Input>(
  kind: WritableKind<Entity, Input>,
  input: BulkInput,
  context: Context,
) {
  const { property, list } = kind;
  const items = Reflect.get(input, list) as Input[];
  const known = await kind.findUpserted(context.em, items);
  const requests = items.map((item, index) => ({
    input: item,
    record: known[index],
    problems: context.problems.at(list, index),
  }));
  const upserted = await kind.write(requests, { atomic: input.atomic, context });
  return {
    results: requests.map(({ problems }, index) =>
      bulkResult(index, problems, { [property]: upserted[index] }),
    ),
  };
}
