import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { eventually } from '../tests/support/eventually.ts';
import type { Assignment } from './messages.ts';
import { WatchedProcess } from './watched-process.ts';

/** A process that answers as soon as it knows its assignment. */
const program = `
const answers = { assignment: 'ready', ping: 'pong' };
process.on('message', ({ kind }) => kind === 'stop' ? process.disconnect() : process.send({ kind: answers[kind] }));
`;

describe('a watched process', () => {
  let folder: string;
  let said: string;
  let child: WatchedProcess;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloudmeta-watched-'));
    said = '';
  });

  afterEach(async () => {
    await child.stop(1000);
    await rm(folder, { recursive: true });
  });

  async function watch(environment: NodeJS.ProcessEnv): Promise<void> {
    const entry = join(folder, 'program.mjs');
    await writeFile(entry, program);
    const log = pino({ base: undefined }, { write: (line) => void (said += line) });
    const assignment = () => ({ role: { plane: 'control' } }) as Assignment;
    child = new WatchedProcess({ name: 'The child', entry, assignment, environment, log });
    child.start();
  }

  it('that the system refuses to start is tried again, and ends nobody else', async () => {
    const moreThanTheSystemTakes = 'x'.repeat(8 * 1024 * 1024);
    const environment: NodeJS.ProcessEnv = { ...process.env, LONG: moreThanTheSystemTakes };

    await watch(environment);
    await eventually(async () => expect(said).toMatch(/The child ended \(spawn E2BIG\)/));
    delete environment['LONG'];

    await eventually(async () => expect(child.isReady).toBe(true));
  });

  it('that is killed is started anew', async () => {
    await watch({ ...process.env });
    await eventually(async () => expect(child.isReady).toBe(true));
    const first = child.pid!;

    process.kill(first, 'SIGKILL');

    await eventually(async () => {
      expect(child.pid).not.toBe(first);
      expect(child.isReady).toBe(true);
    });
  });
});
