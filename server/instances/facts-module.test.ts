import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, type Orm } from '../database/orm.ts';
import { ormParts } from '../entities.ts';
import { factsModule } from './facts-module.ts';

describe('The generated facts', () => {
  let orm: Orm;
  beforeAll(async () => void (orm = await openDatabase('sqlite::memory:', ormParts)));
  afterAll(() => orm.close(true));

  it('are those of the entities: npm run schema writes them', async () => {
    const file = new URL('../guests/facts.generated.ts', import.meta.url);

    expect(await readFile(file, 'utf8')).toBe(factsModule(orm.em));
  });
});
