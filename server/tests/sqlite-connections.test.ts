/** The memory of a server grows with its connections to SQLite, each of which has a page cache. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => void (world = await openWorld({ database: 'sqlite' })));
afterAll(() => world.close());

it('every connection to SQLite caches 2 MB of pages at most', async () => {
  const ofOrm = (type: 'read' | 'write') => world.orm.em.getConnection(type).execute('pragma cache_size');

  expect(await world.app.reader.rows('pragma cache_size')).toEqual([{ cache_size: -2000 }]);
  expect(await ofOrm('write')).toEqual([{ cache_size: -2000 }]);
  expect(await ofOrm('read')).toEqual([{ cache_size: -2000 }]);
});
