import type { Sightings } from '../guests/sightings.ts';
import type { Metric } from '../http/metrics.ts';
import type { Message } from './messages.ts';

/** How often the others are told what was seen, in milliseconds. */
const tellEvery = 1000;

/** How long the others may take to say what they counted, in milliseconds. */
const patience = 3000;

/** The other processes of this server, as one of them hears of them. */
export class Colleagues {
  private readonly asked = new Map<number, (metrics: Metric[][]) => void>();
  private questions = 0;

  /** Says what was counted here, whoever asks. */
  answerWith(ownMetrics: () => Promise<Metric[]>): void {
    process.on('message', async (message: Message) => {
      if (message.kind === 'metrics') this.asked.get(message.id)?.(message.metrics);
      if (message.kind === 'metrics?') say({ ...message, kind: 'metrics', metrics: [await ownMetrics()] });
    });
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
  async metricsOfAll(): Promise<Metric[][]> {
    this.questions += 1;
    const id = this.questions;
    const answered = new Promise<Metric[][]>((resolve) => this.asked.set(id, resolve));
    say({ kind: 'metrics?', id });
    const timer = setTimeout(() => this.asked.get(id)?.([]), patience);
    const metrics = await answered;
    clearTimeout(timer);
    this.asked.delete(id);
    return metrics;
  }
}

const say = (message: Message) => void process.send?.(message, undefined, undefined, () => {});
