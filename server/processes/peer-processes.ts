import type { Change } from '../changes/change.ts';
import type { Metric } from '../http/metric.ts';
import type { ObservedEntry } from '../observed/last-request.ts';
import type { Channel } from './channel.ts';
import type { ControlPlaneState, Message, PeerRequest } from './messages.ts';

/** The timeout for the answers of all others together, in milliseconds; after it an empty list is returned. */
const answerTimeoutMs = 3000;

/** The answers of a process to each kind of request. */
export interface PeerAnswers {
  metrics(): Promise<Metric[]>;
  change(change: Change): void;
}

/** A process that is still opening has counted nothing, and has nothing in memory to invalidate. */
const whileOpening: PeerAnswers = { metrics: async () => [], change: () => {} };

/** The other processes of this server, as one of them reaches them over a channel. */
export class PeerProcesses {
  private readonly pending = new Map<number, (answers: readonly unknown[]) => void>();
  private own = whileOpening;
  private lastId = 0;

  constructor(private readonly channel: Channel) {
    channel.onMessage(async (message) => {
      if (message.kind === 'answers') this.pending.get(message.id)?.(message.answers);
      if (message.kind !== 'request') return;
      const answers = [await this.answerTo(message.request)];
      await this.channel.send({ kind: 'answers', id: message.id, answers });
    });
  }

  /** Answers requests of the others with what this process has, from now on. */
  answerWith(own: PeerAnswers): void {
    this.own = own;
  }

  /** Has the others invalidate what a commit changed. Resolves when they have, or after the timeout. */
  async broadcast(change: Change): Promise<void> {
    await this.ask({ about: 'change', change });
  }

  /** The metrics of the others, a list for each. */
  async metrics(): Promise<Metric[][]> {
    return (await this.ask({ about: 'metrics' })) as Metric[][];
  }

  send(message: Message): Promise<void> {
    return this.channel.send(message);
  }

  onLastRequests(listener: (entries: ObservedEntry[]) => void): void {
    this.channel.onMessage((message) => message.kind === 'last-requests' && listener(message.entries));
  }

  onControlPlane(listener: (state: ControlPlaneState) => void): void {
    this.channel.onMessage((message) => message.kind === 'control-plane' && listener(message.state));
  }

  private answerTo(request: PeerRequest): Promise<Metric[]> | void {
    return request.about === 'metrics' ? this.own.metrics() : this.own.change(request.change);
  }

  private async ask(request: PeerRequest): Promise<readonly unknown[]> {
    this.lastId += 1;
    const id = this.lastId;
    const { promise, resolve } = Promise.withResolvers<readonly unknown[]>();
    this.pending.set(id, resolve);
    const timer = setTimeout(resolve, answerTimeoutMs, []);
    void this.channel.send({ kind: 'request', id, request });
    const answers = await promise;
    clearTimeout(timer);
    this.pending.delete(id);
    return answers;
  }
}
