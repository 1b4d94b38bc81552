/** The process of the control plane, started by the data plane's process, or by the supervisor of several. */
import { setTimeout as pause } from 'node:timers/promises';
import { User } from './access/user.entity.ts';
import { openControlPlane, type ControlPlane, type ControlPlaneParts } from './control-plane.ts';
import { describeOutage } from './database/describe-outage.ts';
import { StartupError } from './errors.ts';
import { exitCodeOf } from './exit-code.ts';
import { closeServer, listenLocally } from './http/listener.ts';
import { createLog } from './log.ts';
import { beginChild, endOnError } from './processes/child.ts';
import { takeConsole } from './processes/console-to-log.ts';
import { collectWhenIdle } from './processes/idle-collection.ts';
import { lowerPriority, preferAsVictim } from './processes/priority.ts';
import { PeerProcesses } from './processes/peer-processes.ts';

/** The time between two tries of a database that is away, in milliseconds. */
const retryDelayMs = 500;

/** Retries before the database is reported as away: another server may just be creating it. */
const triesUntilAway = 2;

process.title = 'cloudmeta: control plane';
preferAsVictim();

const { assignment, channel, stopped } = await beginChild();
const { config, socketPath } = assignment;
const log = createLog({ ...config, LOG_FORMAT: 'json' }); // the parent writes it in the configured format
endOnError(log);
takeConsole(log);
const peers = new PeerProcesses(channel);

/** Retries until the database answers: a control plane that exits would only be restarted to find it away again. */
async function openWhenThere(parts: ControlPlaneParts): Promise<ControlPlane> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await openControlPlane(parts);
    } catch (error) {
      const reason = describeOutage(error);
      if (reason === undefined) throw error;
      if (tries === 0) log.warn(`${reason} GraphQL and the admin are served as soon as it is back.`);
      if (tries === triesUntilAway) void channel.send({ kind: 'database-away', reason });
      await pause(retryDelayMs);
    }
  }
}

async function sayNextStep({ orm }: ControlPlane): Promise<void> {
  const users = await orm.em
    .fork()
    .count(User)
    .catch(() => undefined);
  if (users === 0)
    log.info('Next step: nobody can sign in yet. Make the first super user: npx cloudmeta createsuperuser');
}

let isServing = false;
void stopped.then(() => {
  if (!isServing) process.exit(); // no request was answered yet, and open transactions are rolled back
});

try {
  const onPrepared = () => void channel.send({ kind: 'prepared' });
  const plane = await openWhenThere({ config, log, peers, onPrepared });
  const idle = collectWhenIdle(plane.listener);
  const server = await listenLocally(idle.listener, socketPath);
  isServing = true;
  lowerPriority(); // not earlier, so that the start is not slowed
  void channel.send({ kind: 'ready' });
  await sayNextStep(plane);
  await stopped;
  idle.close();
  await closeServer(server);
  await plane.close();
} catch (error) {
  await channel.send({ kind: 'failed', reason: (error as Error).message, exitCode: exitCodeOf(error) });
  // the parent logs the reason; if that is no sentence for an operator, this line helps to find the fault
  if (!(error instanceof StartupError)) log.error({ err: error }, 'the control plane cannot be opened');
  process.exitCode = 1;
}
process.disconnect();
