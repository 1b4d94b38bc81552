import { Supervisor } from '../processes/supervisor.ts';
import type { Running, ServingParts } from './running.ts';

/** Answers machines in several processes, which this one starts and watches, and the control plane in another one. @throws StartupError */
export async function start({ config, socketPath, log, onReady }: ServingParts): Promise<Running> {
  const supervisor = new Supervisor({ config, socketPath, log });
  supervisor.onReady(onReady);
  try {
    await supervisor.start();
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  return { port: config.PORT, stop: () => supervisor.stop() };
}
