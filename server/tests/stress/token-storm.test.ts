/** Machines ask for thousands of session tokens at once, repeatedly: each gets one, and no memory stays in use. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { onlyWhere } from '../support/only-where.ts';
import { Product } from '../support/product.ts';
import { RawConnection, requestText } from '../support/raw-connection.ts';
import { migratedDatabase, type MigratedDatabase } from '../support/databases.ts';

/** The machines of each wave, and the tokens of each machine. */
const machines = 100;
const tokensEach = 10;

/** The waves until memory is as large as it gets, and those after them. */
const waves = { first: 6, further: 20 };

/** Half of the growth if a kilobyte of each token stayed in use, in kilobytes. */
const maxGrowthKilobytes = (waves.further * machines * tokensEach) / 2;

/**
 * Starts Node.js so that it collects garbage at a signal, with a fixed size for new objects: any growth after that is
 * memory that is still referenced.
 */
const flags = '--expose-gc --min-semi-space-size=16 --max-semi-space-size=16';
const collecting = `exec "$0" ${flags} --import 'data:text/javascript,process.on("SIGWINCH",()=>gc())' "$@"`;

/** Few enough that even a busy machine registers them within the ten seconds that an operation may take. */
const registeredTogether = 20;
const upsert =
  'mutation ($input: UpsertInstancesInput!) { upsertInstances(input: $input) { summary { created } } }';

const addressOf = (n: number) => `127.220.0.${n + 1}`;
const nameOf = (n: number) => `storm-${n}`;

const put = requestText('PUT /latest/api/token', 'X-aws-ec2-metadata-token-ttl-seconds: 21600');
const getWith = (token: string) =>
  requestText('GET /latest/meta-data/hostname', `X-aws-ec2-metadata-token: ${token}`, 'Connection: close');

/** Returns the status and text of an answer to the token that a machine gets on this connection. */
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
    let database: MigratedDatabase;
    let product: Product;

    beforeAll(async () => {
      database = await migratedDatabase('sqlite');
      product = await Product.start(database, {}, { starter: ['/bin/sh', '-c', collecting] });
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

    /** Returns the memory of the process after garbage collection, in kilobytes. */
    async function memory(): Promise<number> {
      process.kill(product.pid, 'SIGWINCH');
      await fetch(`${product.url}/healthz`);
      return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${product.pid}/status`, 'utf8'))![1]);
    }

    /** Lets all ask at once, on separate connections, and use their tokens; returns the memory afterwards. */
    async function wave(): Promise<number> {
      const answers = await Promise.all(
        Array.from({ length: machines * tokensEach }, async (_, n) =>
          askWithToken(await RawConnection.open({ port: product.port, from: addressOf(n % machines) }, put)),
        ),
      );
      expect(answers).toEqual(answers.map((_, n) => `HTTP/1.1 200 OK ${nameOf(n % machines)}`));
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

      expect(median(further.slice(-3)) - Math.max(...first)).toBeLessThan(maxGrowthKilobytes);
      await eventually(async () => expect(openFiles()).toBeLessThanOrEqual(filesBefore));
    });
  },
);
