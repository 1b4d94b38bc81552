import { ControlPlaneProcess } from '../processes/control-plane-process.ts';
import { PeerProcesses } from '../processes/peer-processes.ts';
import { stopTimeoutsMs } from '../http/stop-timeouts.ts';
import { serveDataPlane, type ServingDataPlane } from '../serve-data-plane.ts';
import type { Serving, ServingParts, Started } from './serving.ts';

/** Answers machines in this process, which starts the control plane as another one and watches it. */
export function serve({ config, socketPath, log, onReady }: ServingParts): Serving {
  const control = new ControlPlaneProcess({ config, socketPath, log });
  const peers = new PeerProcesses(control);
  control.start();
  const opening = serveDataPlane({ config, log, peers, socketPath });
  let dataPlane: ServingDataPlane | undefined;
  const started = async (): Promise<Started> => {
    try {
      dataPlane = await opening;
    } catch (error) {
      await control.stop(stopTimeoutsMs.controlPlane);
      throw error;
    }
    control.onMessage(({ kind }) => kind === 'ready' && onReady());
    if (control.isReady) onReady();
    return dataPlane;
  };
  return {
    started: started(),
    stop: async () => {
      const begun = performance.now();
      await dataPlane?.close();
      await control.stop(stopTimeoutsMs.controlPlane - (performance.now() - begun));
    },
  };
}
