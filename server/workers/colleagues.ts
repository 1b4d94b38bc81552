import type { Change } from '../database/change.ts';
import type { Sightings } from '../guests/sightings.ts';
import type { Metric } from '../http/metrics.ts';
import type { Message, Question } from './messages.ts';

/** How often the others are told what was seen, in milliseconds. */
const tellEvery = 1000;

/** How long all others together may take to answer, in milliseconds; then it goes on without them. */
const patience = 3000;

/** What a process answers to each kind of question. */
export interface Answers {
  metrics(): Promise<Metric[]>;
  change(change: Change): void;
}

/** The other processes of this server, as one of them hears of them. */
export class Colleagues {
  private readonly asked = new Map<number, (answers: readonly unknown[]) => void>();
  private questions = 0;

  /** Answers what the others ask. */
  answerWith(own: Answers): void {
    const answerTo = (question: Question) =>
      question.about === 'metrics' ? own.metrics() : own.change(question.change);
    process.on('message', async (message: Message) => {
      if (message.kind === 'answers') this.asked.get(message.id)?.(message.answers);
      if (message.kind !== 'question') return;
      const { id, question } = message;
      say({ kind: 'answers', id, answers: [await answerTo(question)] });
    });
  }

  /** Has the others forget what a commit made different. Resolves when they have. */
  async tell(change: Change): Promise<void> {
    await this.ask({ about: 'change', change });
  }

  /** What each of the others counted. */
  async metrics(): Promise<Metric[][]> {
    return (await this.ask({ about: 'metrics' })) as Metric[][];
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

  private async ask(question: Question): Promise<readonly unknown[]> {
    this.questions += 1;
    const id = this.questions;
    const { promise, resolve } = Promise.withResolvers<readonly unknown[]>();
    this.asked.set(id, resolve);
    const timer = setTimeout(resolve, patience, []);
    say({ kind: 'question', id, question });
    const answers = await promise;
    clearTimeout(timer);
    this.asked.delete(id);
    return answers;
  }
}

const say = (message: Message) => void process.send?.(message, undefined, undefined, () => {});
