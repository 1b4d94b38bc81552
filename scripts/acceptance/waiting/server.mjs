/** The built product on a PostgreSQL of its own that goes away and comes back. */
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { startOwnPostgres } from '../../../server/tests/support/postgres.ts';
import { Product } from '../../../server/tests/support/product.ts';

/** The maximum time until the server answers normally after the database is back. */
const RECOVERY_MS = 60_000;

/** An address that no machine has: the server can only answer 404 by asking the database. */
const UNKNOWN_ADDRESS = '127.77.1.1';

/** The ways in which a database goes away, each with the way to bring it back. */
const AWAY = {
  stopped: { go: (postgres) => postgres.halt(), comeBack: (postgres) => postgres.start() },
  hanging: { go: (postgres) => postgres.pause(), comeBack: (postgres) => postgres.resume() },
};

export class Server {
  #postgres;
  #product;
  #away;

  static async start() {
    const server = new Server();
    server.#postgres = await startOwnPostgres();
    const { url: databaseUrl } = await server.#postgres.createDatabase();
    // no snapshot: the server must not load machines from disk while the database is away
    server.#product = await Product.on(databaseUrl, { HOST: '127.0.0.1', METADATA_SNAPSHOT: 'none' });
    await server.#product.begin();
    await server.#product.createToken('--name', 'waiting', '--role', 'OPERATOR');
    return server;
  }

  get port() {
    return this.#product.port;
  }

  /** The end of the server's log. */
  get log() {
    return this.#product.output.slice(-8_000);
  }

  /** Sends one mutation `upsert...`. */
  upsert(kind, input) {
    const query = `mutation ($input: Upsert${kind}Input!) { upsert${kind}(input: $input) { outcome } }`;
    return this.#product.data(query, { input });
  }

  /** `stopped`: connections end, and new ones are refused. `hanging`: connections stay open without an answer. */
  async takeDatabaseAway(way) {
    this.#away = AWAY[way];
    await this.#away.go(this.#postgres);
  }

  async bringDatabaseBack() {
    const away = this.#away;
    this.#away = undefined;
    await away?.comeBack(this.#postgres);
  }

  /** Resolves once machines and scripts are answered from the database. Rejects if that takes too long. */
  async isReady() {
    const end = Date.now() + RECOVERY_MS;
    while (Date.now() < end) {
      if ((await this.#statusForUnknownAddress()) === 404 && (await this.#answersScripts())) return;
      await pause(250);
    }
    throw new Error(`the server was not ready ${RECOVERY_MS / 1000} s after the database was back`);
  }

  async stop() {
    await this.bringDatabaseBack();
    await this.#product.end();
    await this.#postgres.stop();
  }

  #answersScripts() {
    return this.#product.data('query { viewer { __typename } }').then(
      () => true,
      () => false,
    );
  }

  #statusForUnknownAddress() {
    const options = {
      host: '127.0.0.1',
      port: this.port,
      path: '/latest/meta-data/',
      localAddress: UNKNOWN_ADDRESS,
    };
    return new Promise((resolve) => {
      request({ ...options, agent: false, timeout: 10_000 }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('timeout', () => resolve(undefined))
        .on('error', () => resolve(undefined))
        .end();
    });
  }
}
