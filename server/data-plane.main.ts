/** One of several data plane processes, started by their supervisor. */
import { exitCodeOf } from './exit-code.ts';
import { createLog } from './log.ts';
import { beginChild, endOnError } from './processes/child.ts';
import type { DataPlaneRole } from './processes/messages.ts';
import { PeerProcesses } from './processes/peer-processes.ts';
import { serveDataPlane } from './serve-data-plane.ts';

const { assignment, channel, stopped } = await beginChild();
const { config, socketPath, role } = assignment;
const { number: processNumber, isFirstStart } = role as DataPlaneRole;
process.title = `cloudmeta: data plane ${processNumber}`;
const log = createLog(config);
endOnError(log);
const peers = new PeerProcesses(channel);

try {
  const serving = await serveDataPlane({ config, log, peers, socketPath, processNumber, isFirstStart });
  void channel.send({ kind: 'ready', missingAddresses: serving.missingAddresses });
  await stopped;
  await serving.close();
} catch (error) {
  await channel.send({ kind: 'failed', reason: (error as Error).message, exitCode: exitCodeOf(error) });
  process.exitCode = 1;
}
process.disconnect();
