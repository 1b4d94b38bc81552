import closeWithGrace from 'close-with-grace';
import { readConfig, type Config } from '../config.ts';
import { withMemoryInFile } from '../database/memory-file.ts';
import { freePort } from '../http/free-port.ts';
import { createLog, type Log } from '../log.ts';
import { keepFilesPrivate, makeDataDir } from '../private-files.ts';
import { setCollectionFlags } from '../processes/collection-flags.ts';
import { controlSocket } from '../processes/control-socket.ts';
import { raisePriority } from '../processes/priority.ts';
import { stopTimeoutsMs } from '../http/stop-timeouts.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import { announce, announceReady } from './announce.ts';
import type { Serving } from './serving.ts';

/** Serves until SIGTERM or SIGINT, also during the start, and then finishes open requests. @throws StartupError */
export async function serve(): Promise<void> {
  const given = readConfig();
  const log = createLog(given);
  raisePriority();
  setCollectionFlags();
  const running: { serving?: Serving } = {};
  stopOnSignals(log, async () => running.serving?.stop());
  makeDataDir(given);
  keepFilesPrivate(given, log);
  const { config, socketPath } = await withFiles(given);
  const start = config.WEB_CONCURRENCY > 1 ? import('./serve-in-several.ts') : import('./serve-in-two.ts');
  let port = config.PORT;
  const onReady = once(async () => {
    await running.serving?.started;
    announceReady({ ...given, PORT: port }, log);
  });
  running.serving = (await start).serve({ config, socketPath, log, onReady });
  const started = await running.serving.started;
  port = started.port;
  announce({ ...given, PORT: port }, { log, ...started });
}

function stopOnSignals(log: Log, stop: () => Promise<void>): void {
  const options: closeWithGrace.Options = { delay: stopTimeoutsMs.all, logger: false, skip: ['beforeExit'] };
  closeWithGrace(options, async ({ err: error, signal }) => {
    if (error) log.fatal({ err: error }, 'stopping after an error that nobody expected');
    else log.info(`Stopping on ${signal}.`);
    await stop();
  });
}

/** The configuration; an in-memory database and port 0 are replaced by a file and a port that all processes share. */
async function withFiles(given: Config): Promise<{ config: Config; socketPath: string }> {
  let folder: Promise<string> | undefined;
  const temporary = () => (folder ??= temporaryFolder());
  const socketPath = await controlSocket(given.DATA_DIR, temporary);
  const DATABASE_URL = await withMemoryInFile(given.DATABASE_URL, temporary);
  return { config: Object.freeze({ ...given, DATABASE_URL, PORT: await portOf(given) }), socketPath };
}

/** Several processes listen on the same port, so a port for 0 is found before they start. */
const portOf = ({ PORT, WEB_CONCURRENCY }: Config) =>
  PORT === 0 && WEB_CONCURRENCY > 1 ? freePort() : Promise.resolve(PORT);

/** Calls a function on the first call only. A failed start, which it waits for, is reported by `serve`. */
function once(act: () => Promise<void>): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act().catch(() => {});
    isDone = true;
  };
}
