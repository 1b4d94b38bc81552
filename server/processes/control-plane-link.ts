import { EventEmitter, once } from 'node:events';
import { StartupError, Unavailable } from '../errors.ts';
import type { ControlPlaneState } from './messages.ts';
import type { PeerProcesses } from './peer-processes.ts';

/** The state of the control plane, as the data plane knows it. */
export class ControlPlaneLink {
  private state: ControlPlaneState = { isPrepared: false, isReady: false };
  private readonly changes = new EventEmitter();

  constructor(peers: Pick<PeerProcesses, 'onControlPlane' | 'send'>) {
    peers.onControlPlane((state) => {
      const wasReady = this.state.isReady;
      this.state = state;
      this.changes.emit('state');
      if (state.isReady && !wasReady) this.changes.emit('ready');
    });
    void peers.send({ kind: 'listening' });
  }

  /** True if GraphQL and the admin answer. */
  get isReady(): boolean {
    return this.state.isReady;
  }

  /** Calls a listener each time that the control plane begins to answer. */
  onReady(listener: () => void): void {
    this.changes.on('ready', listener);
  }

  /**
   * Resolves once the control plane has brought the database up to date.
   * @throws StartupError when it failed, Unavailable while it retries
   */
  async prepared(): Promise<void> {
    while (!this.state.isPrepared) {
      const { failure, outage } = this.state;
      if (failure !== undefined) throw new StartupError(failure.reason, failure);
      if (outage !== undefined) throw new Unavailable(outage);
      await once(this.changes, 'state');
    }
  }
}
