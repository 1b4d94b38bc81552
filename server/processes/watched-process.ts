import { fork, type ChildProcess, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { writeLine, type Log } from '../log.ts';
import { sendOver, type Channel } from './channel.ts';
import { killOnExit } from './kill-on-exit.ts';
import type { Assignment, Message } from './messages.ts';
import { Silence } from './silence.ts';

const pingIntervalMs = 1000;

/**
 * The silence after which a process counts as away, and after which it is killed: sooner when it is to end.
 * Each lies between two pings, since timers are not exact.
 */
const silenceMs = { away: 1500, killed: 8500, killedWhileStopping: 3500 };

/** The delay before a process that ended is restarted: longer the more often it ends. */
const restartDelayMs = { shortest: 100, longest: 10_000 };

/** A process that answered for this long was healthy: its end is then counted as a first failure. */
const wellAfterMs = 2000;

export interface WatchedProcessParts {
  /** Its name in the log. */
  name: string;
  /** The file that it runs. */
  entry: string;
  /** Makes the assignment of each start. */
  assignment: () => Assignment;
  execArgv?: string[];
  environment: NodeJS.ProcessEnv;
  /** True if this process writes the child's log for it, line by line. */
  takesLog?: boolean;
  log: Log;
}

/**
 * A child process that is restarted whenever it ends, and killed when it answers no pings. There are never two at once:
 * the next one starts once the last has exited.
 */
export class WatchedProcess implements Channel {
  private child: ChildProcess | undefined;
  private readonly listeners: ((message: Message) => void)[] = [];
  private readySince = Number.POSITIVE_INFINITY;
  private readonly silence = new Silence();
  private failures = 0;
  private isStopping = false;
  private isRetiring = false;
  private restart: NodeJS.Timeout | undefined;
  private readonly pings = setInterval(() => this.ping(), pingIntervalMs).unref();

  constructor(protected readonly parts: WatchedProcessParts) {}

  get name(): string {
    return this.parts.name;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** True if it has reported that it is ready. */
  get hasStarted(): boolean {
    return this.readySince < Number.POSITIVE_INFINITY;
  }

  /** True if it is ready and answers pings. */
  get isReady(): boolean {
    return this.hasStarted && this.silence.ms < silenceMs.away;
  }

  start(): void {
    const { entry, assignment, execArgv = [], environment, takesLog = false } = this.parts;
    const stdio: ForkOptions['stdio'] = ['ignore', takesLog ? 'pipe' : 'inherit', 'inherit', 'ipc'];
    const child = this.fork(() =>
      fork(entry, [], { env: environment, execArgv, stdio, serialization: 'advanced' }),
    );
    if (!child) return;
    this.child = child;
    killOnExit(child);
    child.on('message', (message: Message) => this.receive(message));
    child.once('exit', (code, signal) => this.ended(signal ?? `exit code ${code}`));
    child.on('error', (error) => child.pid === undefined && this.ended(error.message));
    if (child.stdout) this.takeLog(child.stdout);
    void sendOver(child, { kind: 'assignment', assignment: assignment() });
  }

  /** Node.js throws if the system has no memory for another process, and emits an event in most other cases. */
  private fork(begin: () => ChildProcess): ChildProcess | undefined {
    try {
      return begin();
    } catch (error) {
      this.ended((error as Error).message);
      return undefined;
    }
  }

  async send(message: Message): Promise<void> {
    if (this.child) await sendOver(this.child, message);
  }

  onMessage(listener: (message: Message) => void): void {
    this.listeners.push(listener);
  }

  /** Ends it once it has answered its requests, and does not restart it. After the timeout it is killed. */
  async stop(timeoutMs: number): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.restart);
    const { child } = this;
    if (isRunning(child)) await this.endInTime(child, timeoutMs);
    clearInterval(this.pings);
  }

  /** Ends it once it has answered its requests; another one takes its place. */
  protected async replace(timeoutMs: number): Promise<void> {
    const { child } = this;
    if (!isRunning(child) || this.isRetiring) return;
    this.isRetiring = true;
    this.readySince = Number.POSITIVE_INFINITY;
    await this.endInTime(child, timeoutMs);
  }

  private async endInTime(child: ChildProcess, timeoutMs: number): Promise<void> {
    const exited = once(child, 'exit');
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    void sendOver(child, { kind: 'stop' });
    await exited;
    clearTimeout(timer);
  }

  protected receive(message: Message): void {
    if (message.kind === 'pong') this.silence.end();
    if (message.kind === 'ready') this.readySince = performance.now();
    for (const listener of this.listeners) listener(message);
  }

  private ended(reason: string): void {
    const wasWell = performance.now() - this.readySince > wellAfterMs;
    this.child = undefined;
    this.readySince = Number.POSITIVE_INFINITY;
    this.silence.end();
    this.isRetiring = false;
    this.receive({ kind: 'ended' });
    if (this.isStopping) return;
    this.failures = wasWell ? 1 : this.failures + 1;
    const delay = Math.min(restartDelayMs.shortest * 2 ** (this.failures - 1), restartDelayMs.longest);
    this.parts.log.error(`${this.parts.name} ended (${reason}). It is started anew.`);
    this.restart = setTimeout(() => this.start(), delay);
  }

  /** A process that is still starting, or migrating, answers no pings: only its exit counts, unless it is to end. */
  protected ping(): void {
    const { child, isEnding } = this;
    if (child?.pid === undefined || !(this.hasStarted || isEnding)) return;
    this.silence.measure(child.pid);
    if (this.silence.ms >= silenceMs[isEnding ? 'killedWhileStopping' : 'killed']) {
      this.parts.log.error(`${this.parts.name} answers nothing any more, and is killed.`);
      child.kill('SIGKILL');
      return;
    }
    void sendOver(child, { kind: 'ping' });
  }

  /** True once it was asked to end. */
  protected get isEnding(): boolean {
    return this.isStopping || this.isRetiring;
  }

  /** Writes the child's log by this process alone, so that lines of both are never mixed. */
  private takeLog(output: NodeJS.ReadableStream): void {
    createInterface({ input: output }).on('line', (line) => writeLine(this.parts.log, `${line}\n`));
  }
}

const isRunning = (child: ChildProcess | undefined): child is ChildProcess =>
  child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
