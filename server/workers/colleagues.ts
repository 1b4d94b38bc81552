import type { Sightings } from '../guests/sightings.ts';
import type { Message } from './messages.ts';

/** How often the others are told what was seen, in milliseconds. */
const tellEvery = 1000;

/** How long the others may take to say what they counted, in milliseconds. */
const patience = 3000;

/** The other processes of this server, as one of them hears of them. */
export class Colleagues {
  private readonly asked = new Map<number, (metrics: unknown[]) => void>();
  private questions = 0;

  constructor(private readonly ownMetrics: () => Promise<unknown[]> = async () => []) {
    process.on('message', (message: Message) => void this.hear(message));
  }

  /** Lets the others know what is seen here, and learns what they see. */
  share(sightings: Sightings): void {
    sightings.forOthers();
    setInterval(() => {
      const seen = sightings.forOthers();
      if (seen.length > 0) say({ kind: 'sightings', seen });
    }, tellEvery).unref();
    process.on('message', (message: Message) => {
      if (message.kind === 'sightings') sightings.learn(message.seen);
    });
  }

  ready(): void {
    say({ kind: 'ready' });
  }

  /** What every process counted, one after the other. */
  async metricsOfAll(): Promise<unknown[]> {
    this.questions += 1;
    const id = this.questions;
    const answered = new Promise<unknown[]>((resolve) => this.asked.set(id, resolve));
    say({ kind: 'metrics?', id });
    const timer = setTimeout(() => this.asked.get(id)?.([]), patience);
    const metrics = await answered;
    clearTimeout(timer);
    this.asked.delete(id);
    return metrics;
  }

  private async hear(message: Message): Promise<void> {
    if (message.kind === 'metrics') this.asked.get(message.id)?.(message.metrics);
    if (message.kind === 'metrics?') say({ ...message, kind: 'metrics', metrics: await this.ownMetrics() });
  }
}

const say = (message: Message) => void process.send?.(message, undefined, undefined, () => {});
