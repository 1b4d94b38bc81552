/** Machines that boot over and over, as cloud-init does, while a test does something to the server. */
import { setTimeout as pause } from 'node:timers/promises';
import { exampleKeys } from '../keys/example-keys.ts';
import type { GraphqlClient } from './graphql-client.ts';
import { Guest, withToken, withTtl, type Reply } from './guest.ts';

/** How many boot at the same time; each has a fair share of 200 requests a second, and needs a fraction of it. */
const atOnce = 10;

/** In milliseconds: between two boots, and until a request counts as one without an answer. */
const pauses = { nextBoot: 50, noAnswer: 10_000 };

/** How many of the answers that were not as they should be are kept, to be read. */
const maxExamples = 5;

const facts = '/latest/meta-data/';
const document = '/latest/dynamic/instance-identity/document';

/** A machine of the crowd, and everything that it must be told, by request target. */
export interface CrowdMachine {
  /** The id of its record. */
  id: string;
  hostname: string;
  address: string;
  told: Map<string, string>;
}

/** What a crowd was answered. */
export interface CrowdCounts {
  /** Right answers. */
  answers: number;
  /** No answer at all, or one with another status than 200. */
  failed: number;
  /** Something that another machine should be told, or what was true before. */
  wrong: number;
  /** Some that failed or were wrong, in words. */
  examples: string[];
}

interface Registered {
  id: string;
  instanceId: string;
  listing: { text: string };
  document: { text: string };
}

const register = `mutation ($input: UpsertInstancesInput!) {
  upsertInstances(input: $input) { results { instance {
    id instanceId listing: metadata(path: "${facts}") { text } document: metadata(path: "${document}") { text }
  } } }
}`;

/** Registers machines with addresses of their own: every one has user-data, and every other one a key. */
export async function registerCrowd(server: GraphqlClient, count = 20): Promise<CrowdMachine[]> {
  const key = exampleKeys[0]!.line;
  await server.data('mutation ($input: CreateSshKeyInput!) { createSshKey(input: $input) { outcome } }', {
    input: { name: 'crowd', publicKey: key },
  });
  const machines = Array.from({ length: count }, (_, n) => ({
    hostname: `crowd-${n}`,
    addresses: [`127.77.${n >> 8}.${1 + (n & 255)}`],
    keys: n % 2 === 0 ? ['crowd'] : [],
    userDataText: `#!/bin/sh\necho ${n}\n`,
  }));
  await server.data(register, { input: { instances: machines } }); // what machines are told shows once it is committed
  const { upsertInstances } = await server.data<{
    upsertInstances: { results: { instance: Registered }[] };
  }>(register, { input: { instances: machines } });
  return upsertInstances.results.map(({ instance }, n) => {
    const { hostname, addresses, keys, userDataText } = machines[n]!;
    const told = new Map([
      [`${facts}instance-id`, instance.instanceId],
      [`${facts}hostname`, hostname],
      [`${facts}local-ipv4`, addresses[0]!],
      [facts, instance.listing.text],
      ...(keys.length > 0 ? ([[`${facts}public-keys/0/openssh-key`, `${key}\n`]] as const) : []),
      ['/latest/user-data', userDataText],
      [document, instance.document.text],
    ]);
    return { id: instance.id, hostname, address: addresses[0]!, told };
  });
}

/** Machines that boot until they are told to stop, and look at every answer. */
export class Crowd {
  private readonly counts: CrowdCounts = { answers: 0, failed: 0, wrong: 0, examples: [] };
  private readonly booting: Promise<unknown>;
  private isLeaving = false;

  /** They begin at once. What a machine must be told may be changed while they boot. */
  constructor(
    private readonly server: { readonly port: number },
    private readonly machines: readonly CrowdMachine[],
  ) {
    this.booting = Promise.all(Array.from({ length: atOnce }, (_, n) => this.bootOneAfterAnother(n)));
  }

  /** Comes back once so many more requests were answered well; soon, too, when none are any more. */
  async isAnswered(count: number): Promise<void> {
    const { answers, failed, wrong } = this.counts;
    while (this.counts.answers < answers + count && this.counts.failed + this.counts.wrong === failed + wrong)
      await pause(10);
  }

  /** Lets those that are booting finish, and says what all were answered. */
  async stop(): Promise<CrowdCounts> {
    this.isLeaving = true;
    await this.booting;
    return this.counts;
  }

  private async bootOneAfterAnother(first: number): Promise<void> {
    for (let n = first; !this.isLeaving; n += atOnce) {
      await this.boot(this.machines[n % this.machines.length]!);
      await pause(pauses.nextBoot);
    }
  }

  private async boot({ address, told }: CrowdMachine): Promise<void> {
    const guest = new Guest(address, () => this.server.port);
    const token = await this.ask(`a token for ${address}`, guest.put('/latest/api/token', withTtl(60)));
    if (token === undefined) return;
    for (const target of told.keys()) {
      const what = `${target} for ${address}`;
      const text = await this.ask(what, guest.get(target, withToken(token)));
      if (text !== undefined && text !== told.get(target)) this.note('wrong', `${what}: ${text}`);
    }
  }

  /** The text of an answer; undefined when there was none, and then that was noted. */
  private async ask(what: string, asked: Promise<Reply>): Promise<string | undefined> {
    const noAnswer = new AbortController();
    const inTime = pause(pauses.noAnswer, undefined, noAnswer);
    const reply = await Promise.race([asked, inTime]).catch((error: Error) => error);
    noAnswer.abort();
    inTime.catch(() => {});
    if (reply === undefined) this.note('failed', `${what}: no answer`);
    else if (reply instanceof Error) this.note('failed', `${what}: ${reply.message}`);
    else if (reply.status !== 200) this.note('failed', `${what}: ${reply.status}`);
    else {
      this.counts.answers += 1;
      return reply.text;
    }
    return undefined;
  }

  private note(count: 'failed' | 'wrong', example: string): void {
    this.counts[count] += 1;
    if (this.counts.examples.length < maxExamples) this.counts.examples.push(example);
  }
}
