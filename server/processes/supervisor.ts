import type { Config } from '../config.ts';
import { StartupError } from '../errors.ts';
import type { Log } from '../log.ts';
import { processEntries } from '../installation.ts';
import { collectionFlags } from './collection-flags.ts';
import { childEnvironment } from './child-environment.ts';
import { ControlPlaneProcess } from './control-plane-process.ts';
import type { Message, PeerRequest } from './messages.ts';
import { stopTimeoutsMs } from '../http/stop-timeouts.ts';
import { WatchedProcess } from './watched-process.ts';

/** The timeout for the answer of one process to another, in milliseconds. */
const answerTimeoutMs = 1000;

/** A request that is waiting for the answer of a process. */
interface Pending {
  process: WatchedProcess;
  resolve(answers: readonly unknown[]): void;
}

/**
 * Supervises the processes of one server: starts them, restarts those that end, relays their messages, and ends them
 * together. It serves nothing itself, so there is little that could end it; if it does end, they all do.
 */
export class Supervisor {
  private readonly control: ControlPlaneProcess;
  private readonly dataPlane: WatchedProcess[];
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private isServing = false;

  constructor(private readonly parts: { config: Config; socketPath: string; log: Log }) {
    const { config, socketPath, log } = parts;
    this.control = new ControlPlaneProcess(parts);
    this.dataPlane = Array.from({ length: config.WEB_CONCURRENCY }, (_, n) => {
      const role = () => ({ plane: 'data', number: n + 1, isFirstStart: !this.isServing }) as const;
      const assignment = () => ({ role: role(), config, socketPath });
      const entry = processEntries.dataPlane;
      const environment = childEnvironment(config);
      const name = `Process ${n + 1}`;
      return new WatchedProcess({ name, entry, assignment, environment, execArgv: collectionFlags, log });
    });
    for (const one of this.all) one.onMessage((message) => this.receive(one, message));
  }

  /**
   * Starts the first data plane process, and then the others: if the first cannot start, none of them can.
   * @returns addresses at which it cannot listen yet
   * @throws StartupError
   */
  async start(): Promise<readonly string[]> {
    const [first, ...others] = this.dataPlane;
    this.control.start();
    first!.start();
    const missing = await new Promise<readonly string[]>((resolve, reject) => {
      first!.onMessage((message) => {
        if (message.kind === 'ready') resolve(message.missingAddresses ?? []);
        if (message.kind === 'failed') reject(new StartupError(message.reason, message));
      });
    });
    this.isServing = true;
    for (const one of others) one.start();
    return missing;
  }

  /** Calls the listener once GraphQL and the admin answer. */
  onReady(listener: () => void): void {
    this.control.onMessage(({ kind }) => kind === 'ready' && listener());
  }

  /** Ends the data plane first, as it may still hand over requests. */
  async stop(): Promise<void> {
    const begun = performance.now();
    await Promise.all(this.dataPlane.map((one) => one.stop(stopTimeoutsMs.dataPlane)));
    await this.control.stop(stopTimeoutsMs.controlPlane - (performance.now() - begun));
  }

  private get all(): WatchedProcess[] {
    return [this.control, ...this.dataPlane];
  }

  private receive(from: WatchedProcess, message: Message): void {
    switch (message.kind) {
      case 'control-plane':
        return this.dataPlane.forEach((one) => void one.send(message));
      case 'last-requests':
        return void this.control.send(message);
      case 'request':
        return void this.gather(from, message);
      case 'answers':
        return this.pending.get(message.id)?.resolve(message.answers);
      case 'listening':
        return void from.send({ kind: 'control-plane', state: this.control.state });
      case 'ended':
        return this.remove(from);
      case 'failed':
        return this.noteFailure(from, message.reason);
      default:
    }
  }

  /** Relays a request to all others, and their answers back. A process that does not answer, or ends, is left out. */
  private async gather(from: WatchedProcess, { id, request }: Message & { kind: 'request' }): Promise<void> {
    const mayHear = (one: WatchedProcess) =>
      request.about === 'change' ? one.pid !== undefined : one.hasStarted; // it may answer machines before it is ready
    const others = this.all.filter((one) => one !== from && mayHear(one));
    const answers = await Promise.all(others.map((one) => this.ask(one, request)));
    await from.send({ kind: 'answers', id, answers: answers.flat() });
  }

  private async ask(one: WatchedProcess, request: PeerRequest): Promise<readonly unknown[]> {
    this.lastId += 1;
    const id = this.lastId;
    const { promise, resolve } = Promise.withResolvers<readonly unknown[]>();
    this.pending.set(id, { process: one, resolve });
    const timer = setTimeout(resolve, answerTimeoutMs, []);
    void one.send({ kind: 'request', id, request });
    const answers = await promise;
    clearTimeout(timer);
    this.pending.delete(id);
    return answers;
  }

  /** Logs a failed restart. A failed first start ends the server, which logs it; the control plane logs its own. */
  private noteFailure(failed: WatchedProcess, reason: string): void {
    if (this.isServing && failed !== this.control)
      this.parts.log.error(`${failed.name} cannot answer: ${reason}`);
  }

  private remove(ended: WatchedProcess): void {
    for (const { process, resolve } of this.pending.values()) if (process === ended) resolve([]);
  }
}
