/** Machines that boot repeatedly, as cloud-init does, while a test does something to the server. */
import { setTimeout as pause } from 'node:timers/promises';
import { chunksOf } from '../../graphql/chunks.ts';
import { exampleKeys } from './example-keys.ts';
import type { GraphqlClient } from './graphql-client.ts';
import { Guest, withToken, withTtl, type Reply } from './guest.ts';

/** The machines that boot at the same time; each may send 200 requests a second, and needs a fraction of that. */
const concurrentBoots = 10;

/** The time between two boots, and the time after which a request counts as unanswered, in milliseconds. */
const pausesMs = { nextBoot: 50, noAnswer: 10_000 };

/** Few in an operation: a busy machine gives the control plane so little that a long one would meet its deadline. */
const registeredTogether = 5;

/** The maximum number of failed or wrong answers that are kept as examples. */
const maxExamples = 5;

const facts = '/latest/meta-data/';
const document = '/latest/dynamic/instance-identity/document';

/** A machine of the crowd, and the bodies that it must be served, by request target. */
export interface CrowdMachine {
  /** The id of its record. */
  id: string;
  hostname: string;
  address: string;
  served: Map<string, string>;
}

/** The counts of a crowd's answers. */
export interface CrowdCounts {
  /** Correct answers. */
  answers: number;
  /** Requests without an answer, or answered with another status than 200. */
  failed: number;
  /** Answers with the wrong content: another machine's, or outdated. */
  wrong: number;
  /** Descriptions of some that failed or were wrong. */
  examples: string[];
}

interface Registered {
  id: string;
  instanceId: string;
}

interface Served {
  listing: { text: string };
  document: { text: string };
}

const registerKey = 'mutation ($input: CreateSshKeyInput!) { createSshKey(input: $input) { outcome } }';
const registerAll = `mutation ($input: UpsertInstancesInput!) {
  upsertInstances(input: $input) { results { instance { id instanceId } } }
}`;
const servedTo = `query ($id: ID!) { instance(by: { id: $id }) {
  listing: metadata(path: "${facts}") { text } document: metadata(path: "${document}") { text }
} }`;

/** Registers machines, each with its own address and user-data, and every second one with a key. */
export async function registerCrowd(server: GraphqlClient, count = 20): Promise<CrowdMachine[]> {
  const key = exampleKeys[0]!.line;
  await server.data(registerKey, { input: { name: 'crowd', publicKey: key } });
  const machines = Array.from({ length: count }, (_, n) => ({
    hostname: `crowd-${n}`,
    addresses: [`127.77.${n >> 8}.${1 + (n & 255)}`],
    keys: n % 2 === 0 ? ['crowd'] : [],
    userDataText: `#!/bin/sh\necho ${n}\n`,
  }));
  const crowd: CrowdMachine[] = [];
  for (const some of chunksOf(machines, registeredTogether)) {
    const { upsertInstances } = await server.data<{
      upsertInstances: { results: { instance: Registered }[] };
    }>(registerAll, { input: { instances: some } });
    for (const [n, { instance }] of upsertInstances.results.entries()) {
      const { hostname, addresses, keys, userDataText } = some[n]!;
      const served = (await server.data<{ instance: Served }>(servedTo, { id: instance.id })).instance;
      const bodies = new Map([
        [`${facts}instance-id`, instance.instanceId],
        [`${facts}hostname`, hostname],
        [`${facts}local-ipv4`, addresses[0]!],
        [facts, served.listing.text],
        ...(keys.length > 0 ? ([[`${facts}public-keys/0/openssh-key`, `${key}\n`]] as const) : []),
        ['/latest/user-data', userDataText],
        [document, served.document.text],
      ]);
      crowd.push({ id: instance.id, hostname, address: addresses[0]!, served: bodies });
    }
  }
  return crowd;
}

/** Machines that boot until `stop`, and check every answer. */
export class Crowd {
  private readonly counts: CrowdCounts = { answers: 0, failed: 0, wrong: 0, examples: [] };
  private readonly booting: Promise<unknown>;
  private isLeaving = false;

  /** Starts at once. The bodies that a machine must be served may be changed while it boots. */
  constructor(
    private readonly server: { readonly port: number },
    private readonly machines: readonly CrowdMachine[],
  ) {
    this.booting = Promise.all(
      Array.from({ length: concurrentBoots }, (_, n) => this.bootOneAfterAnother(n)),
    );
  }

  /** Returns after `count` more correct answers, or as soon as a request fails or is answered wrongly. */
  async isAnswered(count: number): Promise<void> {
    const { answers, failed, wrong } = this.counts;
    while (this.counts.answers < answers + count && this.counts.failed + this.counts.wrong === failed + wrong)
      await pause(10);
  }

  /** Waits for the boots under way, and returns the counts of all. */
  async stop(): Promise<CrowdCounts> {
    this.isLeaving = true;
    await this.booting;
    return this.counts;
  }

  private async bootOneAfterAnother(first: number): Promise<void> {
    for (let n = first; !this.isLeaving; n += concurrentBoots) {
      await this.boot(this.machines[n % this.machines.length]!);
      await pause(pausesMs.nextBoot);
    }
  }

  private async boot({ address, served: bodies }: CrowdMachine): Promise<void> {
    const guest = new Guest(address, () => this.server.port);
    const token = await this.ask(`a token for ${address}`, guest.put('/latest/api/token', withTtl(60)));
    if (token === undefined) return;
    for (const target of bodies.keys()) {
      const what = `${target} for ${address}`;
      const text = await this.ask(what, guest.get(target, withToken(token)));
      if (text !== undefined && text !== bodies.get(target)) this.note('wrong', `${what}: ${text}`);
    }
  }

  /** Returns the text of an answer; if there was none, or not with status 200, notes that and returns undefined. */
  private async ask(what: string, asked: Promise<Reply>): Promise<string | undefined> {
    const noAnswer = new AbortController();
    const inTime = pause(pausesMs.noAnswer, undefined, noAnswer);
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
