/** The metadata of machines takes bounded memory, however often it changes and however long it is. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Guest } from '../support/guest.ts';
import { Product } from '../support/product.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/databases.ts';

const createInstance =
  'mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { instance { id } } }';
const updateInstance =
  'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { outcome } }';

describe('A server with a small heap', () => {
  let database: MigratedDatabase;
  let product: Product;

  beforeAll(async () => {
    database = await migratedDatabase('sqlite');
    product = await Product.start(database, { NODE_OPTIONS: '--max-old-space-size=160' });
  });

  afterAll(async () => {
    await product.end();
    await database.drop();
  });

  /** Makes 800 kB of custom metadata, different in every round. */
  const customMetadata = (round: number) =>
    Array.from({ length: 50 }, (_, n) => ({
      path: `meta-data/rack/${n}`,
      value: `${round} of ${n} `.padEnd(16_000, 'x'),
    }));

  it('tells a machine 800 kB of custom metadata that change again and again', async () => {
    const guest = new Guest('127.77.7.1', () => product.port);
    const input = { hostname: 'large', addresses: [guest.address] };
    const { createInstance: made } = await product.data(createInstance, { input });

    const servedRounds: number[] = [];
    for (let round = 1; round <= 40; round += 1) {
      const change = { id: made.instance.id, customMetadata: customMetadata(round) };
      await product.data(updateInstance, { input: change });
      await guest.get('/latest/meta-data/rack/');
      const { text } = await guest.get('/latest/meta-data/rack/7');
      servedRounds.push(Number.parseInt(text, 10));
    }

    expect(servedRounds).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
  });
});
