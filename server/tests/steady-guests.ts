/** Machines that ask for one thing each, over a new connection every time, until they are told to stop. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Guest } from './guest.ts';

/** What a machine asks for, and what it has to be told. */
export interface Asked {
  guest: Guest;
  path: string;
  told: string;
}

export class SteadyGuests {
  /** Right answers so far. */
  answered = 0;
  /** How often there was no connection, so that nobody was asked. */
  refused = 0;
  /** By address: answers that were not what they had to be, and requests that got no whole answer. */
  readonly broken = new Map<string, string[]>();
  private stopped = false;
  private readonly work: Promise<unknown>;

  /** @param pauseMs how long each waits between two requests: who asks on and on for long is throttled */
  constructor(
    asked: readonly Asked[],
    private readonly pauseMs = 0,
  ) {
    this.work = Promise.all(asked.map((one) => this.askOnAndOn(one)));
  }

  /** Comes back once so many more were answered; soon, too, when nobody listens any more or all have stopped. */
  async more(count: number): Promise<void> {
    const { refused } = this;
    const enough = this.answered + count;
    while (this.answered < enough && this.refused === refused && !this.stopped)
      await new Promise((resolve) => setImmediate(resolve));
  }

  /** Every machine waits for its last answer. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.work;
  }

  private async askOnAndOn({ guest, path, told }: Asked): Promise<void> {
    while (!this.stopped) {
      try {
        const { status, text } = await guest.get(path);
        if (status === 200 && text === told) this.answered += 1;
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
