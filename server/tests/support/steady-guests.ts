/** Machines that request one path each, over a new connection every time, until they are stopped. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Guest } from './guest.ts';

/** The path that a machine requests, and the body that it must be served. */
export interface Asked {
  guest: Guest;
  path: string;
  served: string;
}

export class SteadyGuests {
  /** The number of correct answers so far. */
  answered = 0;
  /** The number of requests that failed to connect. */
  refused = 0;
  /** By address: wrong answers, and errors of requests that got no complete answer. */
  readonly broken = new Map<string, string[]>();
  private stopped = false;
  private readonly work: Promise<unknown>;

  /** @param pauseMs the pause between two requests of a machine: without one, it is throttled after a while */
  constructor(
    asked: readonly Asked[],
    private readonly pauseMs = 0,
  ) {
    this.work = Promise.all(asked.map((one) => this.askOnAndOn(one)));
  }

  /** Returns after `count` more correct answers, or once a connection fails or all machines have stopped. */
  async more(count: number): Promise<void> {
    const { refused } = this;
    const target = this.answered + count;
    while (this.answered < target && this.refused === refused && !this.stopped)
      await new Promise((resolve) => setImmediate(resolve));
  }

  /** Stops all machines, and waits for their last answers. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.work;
  }

  private async askOnAndOn({ guest, path, served: body }: Asked): Promise<void> {
    while (!this.stopped) {
      try {
        const { status, text } = await guest.get(path);
        if (status === 200 && text === body) this.answered += 1;
        else this.note(guest, `${status} ${text}`);
        if (this.pauseMs > 0) await pause(this.pauseMs);
      } catch (error) {
        const { syscall, message } = error as NodeJS.ErrnoException;
        if (syscall === 'connect') this.refused += 1;
        else this.note(guest, message);
      }
    }
  }

  private note({ address }: Guest, what: string): void {
    this.broken.set(address, [...(this.broken.get(address) ?? []), what]);
  }
}
