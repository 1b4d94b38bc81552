/** Thousands of machines ask for session tokens at the same time, again and again: each gets one, and nothing is left of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from './eventually.ts';
import { onlyWhere } from './only-where.ts';
import { Product } from './product.ts';
import { RawConnection, requestText } from './raw-connection.ts';
import { emptyDatabase } from './databases.ts';
import type { TestDatabase } from './postgres.ts';

/** Of each wave. */
const machines = 100;
const tokensEach = 10;

/** Waves until memory is as large as it gets, and those after them. */
const waves = { first: 6, further: 20 };

/** Half of what it would be if a kilobyte stayed of each token, in kilobytes. */
const allowed = (waves.further * machines * tokensEach) / 2;

/**
 * Starts Node.js so that it collects its garbage at a signal, and has always the same room for what is new: whatever
 * there is more of then is kept by somebody.
 */
const flags = '--expose-gc --min-semi-space-size=16 --max-semi-space-size=16';
const collecting = `exec "$0" ${flags} --import 'data:text/javascript,process.on("SIGWINCH",()=>gc())' "$@"`;

/** So few that even a busy machine has them within the ten seconds that an operation may take. */
const registeredTogether = 20;
const upsert =
  'mutation ($input: UpsertInstancesInput!) { upsertInstances(input: $input) { summary { created } } }';

const addressOf = (n: number) => `127.220.0.${n + 1}`;
const nameOf = (n: number) => `storm-${n}`;

const put = requestText('PUT /latest/api/token', 'X-aws-ec2-metadata-token-ttl-seconds: 21600');
const getWith = (token: string) =>
  requestText('GET /latest/meta-data/hostname', `X-aws-ec2-metadata-token: ${token}`, 'Connection: close');

/** Status and text of what a machine is told with the token that it gets on this connection. */
async function askWithToken(connection: RawConnection): Promise<string> {
  await connection.answers(1);
  const [, token = ''] = /^HTTP\/1\.1 200 OK\r\n.*\r\n\r\n(\S{56})$/s.exec(connection.received) ?? [];
  const before = connection.received.length;
  connection.send(getWith(token));
  await connection.closed;
  return connection.received.slice(before).replace(/\r\n.*\r\n\r\n/s, ' ');
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

onlyWhere(process.platform === 'linux', 'what a process holds is read from /proc')(
  'a server in a storm of token requests',
  () => {
    let database: TestDatabase;
    let product: Product;

    beforeAll(async () => {
      database = await emptyDatabase('sqlite');
      product = await Product.start(database.url, {}, ['/bin/sh', '-c', collecting]);
      for (let first = 0; first < machines; first += registeredTogether) {
        const instances = Array.from({ length: registeredTogether }, (_, n) => ({
          hostname: nameOf(first + n),
          addresses: [addressOf(first + n)],
          metadataOptions: { httpTokens: 'REQUIRED' },
        }));
        await product.data(upsert, { input: { instances } });
      }
    });

    afterAll(async () => {
      await product.end();
      await database.drop();
    });

    const openFiles = () => readdirSync(`/proc/${product.pid}/fd`).length;

    /** What the process holds that is no garbage, in kilobytes. */
    async function memory(): Promise<number> {
      process.kill(product.pid, 'SIGWINCH');
      await fetch(`${product.url}/healthz`);
      return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${product.pid}/status`, 'utf8'))![1]);
    }

    /** All ask at once, on connections of their own, and use what they got. */
    async function wave(): Promise<number> {
      const told = await Promise.all(
        Array.from({ length: machines * tokensEach }, async (_, n) =>
          askWithToken(await RawConnection.open({ port: product.port, from: addressOf(n % machines) }, put)),
        ),
      );
      expect(told).toEqual(told.map((_, n) => `HTTP/1.1 200 OK ${nameOf(n % machines)}`));
      return memory();
    }

    async function wavesOf(count: number): Promise<number[]> {
      const after: number[] = [];
      for (let n = 0; n < count; n += 1) after.push(await wave());
      return after;
    }

    it('gives each a token that is good, and is as large afterwards as before', async () => {
      const filesBefore = openFiles();
      const first = await wavesOf(waves.first);

      const further = await wavesOf(waves.further);

      expect(median(further.slice(-3)) - Math.max(...first)).toBeLessThan(allowed);
      await eventually(async () => expect(openFiles()).toBeLessThanOrEqual(filesBefore));
    });
  },
);
