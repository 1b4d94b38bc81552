import { setFlagsFromString } from 'node:v8';
import { ControlPlaneProcess } from '../processes/control-plane-process.ts';
import { PeerProcesses } from '../processes/peer-processes.ts';
import { collectionFlags } from '../processes/v8-flags.ts';
import { serveDataPlane } from '../serve-data-plane.ts';
import type { Running, ServingParts } from './running.ts';

/** Answers machines in this process, which starts the control plane as another one and watches it. @throws StartupError */
export async function start({ config, socketPath, log, onReady }: ServingParts): Promise<Running> {
  for (const flag of collectionFlags) setFlagsFromString(flag);
  const control = new ControlPlaneProcess({ config, socketPath, log });
  const peers = new PeerProcesses(control);
  control.start();
  try {
    const { port, close } = await serveDataPlane({ config, log, peers, socketPath });
    control.onMessage(({ kind }) => kind === 'ready' && onReady());
    if (control.isReady) onReady();
    return {
      port,
      stop: async () => {
        await close();
        await control.stop();
      },
    };
  } catch (error) {
    await control.stop();
    throw error;
  }
}
