import closeWithGrace from 'close-with-grace';
import { readConfig, type Config } from '../config.ts';
import { withMemoryInFile } from '../database/memory-file.ts';
import { freePort } from '../http/free-port.ts';
import { createLog } from '../log.ts';
import { keepFilesPrivate, makeDataDir } from '../private-files.ts';
import { controlSocket } from '../processes/control-socket.ts';
import { announce, announceReady } from './announce.ts';

/** How long requests may take to end after SIGTERM, in milliseconds. */
const graceMs = 15_000;

/** Serves until SIGTERM or SIGINT, then finishes what was asked. @throws StartupError */
export async function serve(): Promise<void> {
  const given = readConfig();
  const log = createLog(given);
  makeDataDir(given);
  keepFilesPrivate(given, log);
  const memory = withMemoryInFile(given.DATABASE_URL);
  const socket = await controlSocket(given.DATA_DIR);
  const clean = () => {
    socket.remove();
    memory.remove();
  };
  const config = Object.freeze({ ...given, DATABASE_URL: memory.url, PORT: await portOf(given) });
  let port = config.PORT;
  const onReady = once(() => announceReady({ ...given, PORT: port }, log));
  const serving = given.WEB_CONCURRENCY > 1 ? import('./serve-in-several.ts') : import('./serve-in-two.ts');
  try {
    const running = await (await serving).start({ config, socketPath: socket.path, log, onReady });
    port = running.port;
    announce({ ...given, PORT: port }, log);
    closeWithGrace({ delay: graceMs, logger: false }, async ({ err: error, signal }) => {
      if (error) log.fatal({ err: error }, 'stopping after an error that nobody expected');
      else log.info(`Stopping on ${signal}.`);
      await running.stop();
      clean();
    });
  } catch (error) {
    clean();
    throw error;
  }
}

/** Several processes listen at one port, so for 0 it is found before they start. */
const portOf = ({ PORT, WEB_CONCURRENCY }: Config) =>
  PORT === 0 && WEB_CONCURRENCY > 1 ? freePort() : Promise.resolve(PORT);

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}
