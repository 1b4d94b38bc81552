import cluster, { type Worker } from 'node:cluster';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import closeWithGrace from 'close-with-grace';
import { RateLimiterClusterMaster } from 'rate-limiter-flexible';
import type { Log } from '../log.ts';
import type { Message, Question } from './messages.ts';

/** How long one that ended is waited for until there is another, in milliseconds: longer the more often it ends. */
const pauses = { shortest: 100, longest: 10_000 };

/** How long the processes may take to end after SIGTERM, in milliseconds; they finish what they were asked. */
const graceTime = 15_000;

/** How long one of them may take to answer another, in milliseconds. */
const answerTime = 1000;

/**
 * Watches over the processes of one server: starts them, starts another one where one ended, hands on what they say to
 * each other, and ends them together. Serves nothing itself, so there is little that could end it.
 */
export class Supervisor {
  /** Counts the wrong passwords of all. */
  protected readonly limits = new RateLimiterClusterMaster();
  private readonly folder = mkdtempSync(join(tmpdir(), 'cloudmeta-'));
  private readonly workers = new Map<number, Worker>();
  private readonly failures = new Map<number, number>();
  private readonly ready = new Set<Worker>();
  private readonly asked = new Map<number, { worker: Worker; resolve(answers: readonly unknown[]): void }>();
  private questions = 0;
  private isEnding = false;

  constructor(
    private readonly count: number,
    private readonly log: Log,
  ) {
    cluster.setupPrimary({ serialization: 'advanced' });
  }

  /** Starts the first process alone: what it cannot do, none of them can. Ends with its exit code when it cannot start. */
  async start(): Promise<void> {
    const first = this.fork(1);
    const started = await new Promise<boolean>((resolve) => {
      first.on('message', ({ kind }: Message) => kind === 'ready' && resolve(true));
      first.once('exit', () => resolve(false));
    });
    if (!started) {
      rmSync(this.folder, { recursive: true, force: true });
      process.exitCode = first.process.exitCode ?? 1;
      return;
    }
    this.watch(1, first);
    for (let number = 2; number <= this.count; number += 1) this.watch(number, this.fork(number));
    closeWithGrace({ delay: graceTime, logger: false }, ({ signal }) => this.end(signal));
  }

  private fork(number: number): Worker {
    const worker = cluster.fork({
      CLOUDMETA_WORKER: String(number),
      CLOUDMETA_ADMIN_SOCKET: join(this.folder, 'admin.sock'),
    });
    this.workers.set(number, worker);
    worker.on('message', (message: Message) => this.hear(worker, message));
    worker.once('exit', () => this.forget(worker));
    return worker;
  }

  private watch(number: number, worker: Worker): void {
    worker.on('message', ({ kind }: Message) => kind === 'ready' && this.failures.delete(number));
    worker.once('exit', (code, signal) => {
      if (this.isEnding) return;
      this.log.error(
        `Process ${number} ended (${signal ?? `exit code ${code}`}). Another one takes its place.`,
      );
      void this.replace(number);
    });
  }

  private async replace(number: number): Promise<void> {
    const failures = this.failures.get(number) ?? 0;
    this.failures.set(number, failures + 1);
    await pause(Math.min(pauses.shortest * 2 ** failures, pauses.longest));
    if (!this.isEnding) this.watch(number, this.fork(number));
  }

  private async end(signal: string | undefined): Promise<void> {
    this.isEnding = true;
    this.log.info(`Stopping on ${signal}.`);
    const running = [...this.workers.values()].filter((worker) => !worker.isDead());
    const ended = running.map((worker) => new Promise((resolve) => worker.once('exit', resolve)));
    for (const worker of running) worker.process.kill('SIGTERM');
    await Promise.all(ended);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private hear(from: Worker, message: Message): void {
    if (message.kind === 'ready') this.ready.add(from);
    if (message.kind === 'sightings') this.tellOthers(from, message);
    if (message.kind === 'question') void this.gather(from, message);
    if (message.kind === 'answers') this.asked.get(message.id)?.resolve(message.answers);
  }

  private tellOthers(from: Worker, message: Message): void {
    for (const worker of this.othersThan(from)) say(worker, message);
  }

  /** What all others answer. One that does not, or ends meanwhile, is left out. */
  private async gather(from: Worker, { id, question }: Message & { kind: 'question' }): Promise<void> {
    const answers = await Promise.all(this.othersThan(from).map((worker) => this.ask(worker, question)));
    say(from, { kind: 'answers', id, answers: answers.flat() });
  }

  private async ask(worker: Worker, question: Question): Promise<readonly unknown[]> {
    this.questions += 1;
    const id = this.questions;
    const { promise, resolve } = Promise.withResolvers<readonly unknown[]>();
    this.asked.set(id, { worker, resolve });
    const timer = setTimeout(resolve, answerTime, []);
    say(worker, { kind: 'question', id, question });
    const answers = await promise;
    clearTimeout(timer);
    this.asked.delete(id);
    return answers;
  }

  private forget(worker: Worker): void {
    this.ready.delete(worker);
    for (const one of this.asked.values()) if (one.worker === worker) one.resolve([]);
  }

  /** Who does not answer machines yet has nothing to forget, and nothing to tell. */
  private othersThan(from: Worker): Worker[] {
    return [...this.ready].filter((worker) => worker !== from);
  }
}

/** One that is just ending hears nothing any more. */
const say = (worker: Worker, message: Message) => worker.send(message, () => {});
