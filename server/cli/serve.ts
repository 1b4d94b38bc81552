import cluster from 'node:cluster';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';

/** Serves until SIGTERM or SIGINT, then finishes what was asked; in several processes where that is configured. @throws StartupError */
export async function serve(): Promise<void> {
  const config = readConfig();
  const log = createLog(config);
  if (config.WEB_CONCURRENCY > 1 && cluster.isPrimary) {
    const { Supervisor } = await import('../workers/supervisor.ts');
    await new Supervisor(config.WEB_CONCURRENCY, log).start();
  } else {
    const { serveHere } = await import('./serve-here.ts');
    await serveHere(config, log);
  }
}
