import { statSync } from 'node:fs';
import { constrainedMemory } from 'node:process';
import { totalmem } from 'node:os';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { processEntries } from '../installation.ts';
import { childEnvironment } from './child-environment.ts';
import type { ControlPlaneState, Failure, Message } from './messages.ts';
import { stopTimeoutsMs } from '../http/stop-timeouts.ts';
import { collectionFlags } from './collection-flags.ts';
import { WatchedProcess } from './watched-process.ts';

/** The maximum heap of the control plane: in MiB, and as a part of the memory of its container or machine. */
const heap = { maxMib: 512, part: 1 / 4 };

/** The process of the control plane, and its state for the processes that hand requests over to it. */
export class ControlPlaneProcess extends WatchedProcess {
  private isPrepared = false;
  private failure: Failure | undefined;
  private outage: string | undefined;
  private lastMessage = '';
  private readonly socketPath: string;
  private socketInode: number | undefined;

  constructor({ config, socketPath, log }: { config: Config; socketPath: string; log: Log }) {
    super({
      name: 'The control plane',
      entry: processEntries.controlPlane,
      assignment: () => ({ role: { plane: 'control' }, config, socketPath }),
      execArgv: [`--max-old-space-size=${heapMib()}`, ...collectionFlags],
      environment: { ...childEnvironment(config), MALLOC_ARENA_MAX: '1' },
      takesLog: true,
      log,
    });
    this.socketPath = socketPath;
  }

  get state(): ControlPlaneState {
    const { isPrepared, isReady, failure, outage } = this;
    return { isPrepared, isReady, failure, outage };
  }

  /** Answers requests in place of a control plane that is away, so that their sender does not wait. */
  override async send(message: Message): Promise<void> {
    if (message.kind === 'request' && !this.isReady)
      return super.receive({ kind: 'answers', id: message.id, answers: [] });
    if (message.kind === 'listening') return super.receive({ kind: 'control-plane', state: this.state });
    await super.send(message);
  }

  protected override receive(message: Message): void {
    if (message.kind === 'prepared')
      Object.assign(this, { isPrepared: true, failure: undefined, outage: undefined });
    if (message.kind === 'database-away') this.outage = message.reason;
    if (message.kind === 'ready') this.socketInode = inodeOf(this.socketPath);
    if (message.kind === 'failed') {
      const { reason, exitCode } = message;
      this.failure = { reason, exitCode };
      this.parts.log.error(`GraphQL and the admin cannot be served: ${reason}`);
    }
    super.receive(message);
    this.broadcast();
  }

  protected override ping(): void {
    super.ping();
    this.watchSocket();
    this.broadcast();
  }

  /** Replaces a control plane whose socket file is gone: no request can reach it. */
  private watchSocket(): void {
    const file = inodeOf(this.socketPath);
    if (!this.hasStarted || this.isEnding || (file !== undefined && file === this.socketInode)) return;
    this.parts.log.error('The socket of the control plane is gone, so that another one takes its place.');
    void this.replace(stopTimeoutsMs.controlPlane);
  }

  /** Notifies the listeners of the state if it has changed. */
  private broadcast(): void {
    const state = JSON.stringify(this.state);
    if (state === this.lastMessage) return;
    this.lastMessage = state;
    super.receive({ kind: 'control-plane', state: this.state });
  }
}

/** The inode number of a file; undefined if there is no such file. */
const inodeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino;

function heapMib(): number {
  const limit = constrainedMemory() || totalmem();
  const bytes = Math.min(limit, totalmem()) * heap.part;
  return Math.floor(Math.min(heap.maxMib, bytes / 1024 ** 2));
}
