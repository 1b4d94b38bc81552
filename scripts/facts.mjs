/** Writes `server/guests/facts.generated.ts` from the compiled entities. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '../dist/modules/server/database/orm.js';
import { ormParts } from '../dist/modules/server/entities.js';
import { factsModule } from '../dist/modules/server/instances/facts-module.js';
import { root } from './setup/run.mjs';

const file = join('server', 'guests', 'facts.generated.ts');
const orm = await openDatabase('sqlite::memory:', ormParts);
await writeFile(join(root, file), factsModule(orm.em));
await orm.close(true);
console.log(`${file} is written.`);
