import { expectFreeEndpoints } from '../http/free-endpoints.ts';
import { Supervisor } from '../processes/supervisor.ts';
import type { Serving, ServingParts, Started } from './serving.ts';

/** Answers machines in several processes and runs the control plane in another one; this process watches them. */
export function serve({ config, socketPath, log, onReady }: ServingParts): Serving {
  const supervisor = new Supervisor({ config, socketPath, log });
  supervisor.onReady(onReady);
  return { started: start(supervisor, config), stop: () => supervisor.stop() };
}

async function start(supervisor: Supervisor, config: ServingParts['config']): Promise<Started> {
  await expectFreeEndpoints(config);
  try {
    return { port: config.PORT, missingAddresses: await supervisor.start() };
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}
