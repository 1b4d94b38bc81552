/** A world for tests: the real server on a real port, a fresh database, an adjustable clock, and clients. */
import { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe } from '@jest/globals';
import { pino } from 'pino';
import { Role } from '../../access/roles.ts';
import { createApp, type App } from '../../app.ts';
import { openControlPlane, type ControlPlane } from '../../control-plane.ts';
import { PeerProcesses } from '../../processes/peer-processes.ts';
import { trustOf } from '../../http/caller-address.ts';
import { isUpgradeForControlPlane } from '../../http/hand-over-upgrade.ts';
import { listen, listenLocally } from '../../http/listener.ts';
import { readConfig, type Config } from '../../config.ts';
import type { Orm } from '../../database/orm.ts';
import type { WaitingLimits } from '../../imds/waiting-policy.ts';
import type { Log } from '../../log.ts';
import { channelPair } from './channel-pair.ts';
import {
  databaseKinds,
  emptyDatabase,
  migratedDatabase,
  type DatabaseKind,
  type MigratedDatabase,
} from './databases.ts';
import { GraphqlClient, type Answer, type Anything } from './graphql-client.ts';
import { Guest } from './guest.ts';
import type { TestDatabase } from './postgres.ts';
import { createTokens } from './tokens.ts';
import { within } from './within.ts';

export interface WorldOptions {
  database: DatabaseKind;
  /** Environment variables of the server. */
  config?: Record<string, string>;
  /** Prepares the empty database before the server starts on it. */
  prepare?: (url: string) => Promise<void>;
  /** The database, if the test has made it itself. */
  fresh?: TestDatabase | MigratedDatabase;
  /** The limits for machines that wait for the database, if they differ from the usual ones. */
  waiting?: Partial<WaitingLimits>;
  /** The clock of the rate limits, in milliseconds; by default it runs as usual. */
  uptimeMs?: () => number;
  /** The timeout of an API operation, in milliseconds; by default two minutes, enough for a busy machine. */
  operationTimeoutMs?: number;
}

/** The default environment; variables of a test override it. */
const usualEnvironment = {
  SECRET_KEY: 'a secret key that is only used by tests',
  METADATA_REGION: 'us-east-1',
  METADATA_ZONE: 'us-east-1a',
  LOG_LEVEL: 'trace',
  METADATA_SNAPSHOT: 'none',
};

export async function openWorld(options: WorldOptions): Promise<World> {
  const { database, config = {}, prepare, waiting, uptimeMs, operationTimeoutMs = 120_000 } = options;
  const fresh = options.fresh ?? (await (prepare ? emptyDatabase(database) : migratedDatabase(database)));
  await prepare?.(fresh.url);
  const environment = { ...usualEnvironment, ...config, DATABASE_URL: fresh.url };
  const world = new World(database, readConfig(environment, {}), fresh);
  world.waiting = waiting;
  world.uptimeMs = uptimeMs;
  world.operationTimeoutMs = operationTimeoutMs;
  await world.start().catch(async (error: unknown) => {
    await fresh.drop();
    throw error;
  });
  Object.assign(world.tokens, 'tokens' in fresh ? fresh.tokens : await createTokens(fresh.url));
  return world;
}

/** The number of addresses used so far: no two machines of this process get the same one. */
let addressCount = 0;
const nextAddress = () => {
  addressCount += 1;
  return `127.${1 + (addressCount >> 16)}.${(addressCount >> 8) & 255}.${addressCount & 255}`;
};

/** A registered machine, and the guest that asks from its first address. */
export interface Machine {
  id: string;
  instanceId: string;
  hostname: string;
  version: number;
  address: string;
  guest: Guest;
}

export class World extends GraphqlClient {
  app!: App;
  orm!: Orm;
  /** The control plane runs in this process too, behind the same hand-over. */
  private plane!: ControlPlane;
  private controlServer!: Server;
  private folder = '';
  /** The port that serves everything, on an IPv6 socket; `metadataPort` serves metadata alone, on an IPv4 socket. */
  port = 0;
  metadataPort = 0;
  /** The log so far, one JSON text a line. */
  readonly logLines: string[] = [];
  readonly log: Log = pino(
    { level: 'trace', base: undefined },
    { write: (lines) => void this.logLines.push(...lines.trimEnd().split('\n')) },
  );
  waiting: Partial<WaitingLimits> | undefined;
  uptimeMs: (() => number) | undefined;
  operationTimeoutMs: number | undefined;
  private servers: Server[] = [];
  private readonly others: World[] = [];
  private now = Date.now();

  constructor(
    readonly database: DatabaseKind,
    readonly config: Config,
    private readonly fresh: TestDatabase,
  ) {
    super();
  }

  get databaseUrl(): string {
    return this.fresh.url;
  }

  readonly clock = () => new Date(this.now);

  /** Moves the server's clock forward. */
  pass(seconds: number): void {
    this.now += seconds * 1000;
  }

  async start(): Promise<void> {
    const { config, log, clock, waiting, uptimeMs, operationTimeoutMs } = this;
    const [ofMachines, ofPeople] = channelPair().map((channel) => new PeerProcesses(channel));
    this.folder = await mkdtemp(join(tmpdir(), 'cloudmeta-world-'));
    const socketPath = join(this.folder, 'control.sock');
    this.plane = await openControlPlane({ config, log, clock, peers: ofPeople!, operationTimeoutMs });
    this.orm = this.plane.orm;
    this.controlServer = await listenLocally(this.plane.listener, socketPath);
    const starting = createApp({
      config,
      log,
      clock,
      waiting,
      uptimeMs,
      healthPauseMs: () => 0,
      peers: ofMachines!,
      socketPath,
    });
    await ofPeople!.send({ kind: 'control-plane', state: { isPrepared: true, isReady: true } });
    this.app = await starting;
    const any = {
      port: 0,
      variable: 'PORT',
      isTrusted: trustOf(config.TRUSTED_PROXIES),
      hooks: this.app.hooks,
    };
    const takesUpgrade = isUpgradeForControlPlane;
    const everything = await listen(this.app.everything, { host: '::', ...any, takesUpgrade });
    const metadataOnly = await listen(this.app.metadataOnly, { host: '127.0.0.1', ...any });
    this.servers = [everything, metadataOnly];
    this.port = (everything.address() as AddressInfo).port;
    this.metadataPort = (metadataOnly.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const server of [...this.servers, this.controlServer]) {
      server.closeAllConnections();
      await within('a listener', new Promise((resolve) => server.close(resolve)));
    }
    await within('the data plane', this.app.close());
    await within('the control plane', this.plane.close(), () => this.logLines.at(-1) ?? '');
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Restarts the server on the same database. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /**
   * Starts another server on the same database, with the same time and tokens, and apart from the changes the same
   * configuration. It closes with this one.
   */
  async another(changes: Partial<Config> = {}): Promise<World> {
    const other = new World(this.database, { ...this.config, ...changes }, this.fresh);
    other.now = this.now;
    other.operationTimeoutMs = this.operationTimeoutMs;
    Object.assign(other.tokens, this.tokens);
    await other.start();
    this.others.push(other);
    return other;
  }

  async close(): Promise<void> {
    for (const other of this.others) await other.stop();
    await this.stop();
    await within('dropping the database', this.fresh.drop());
  }

  /** Returns a caller at this address. */
  guest(address = nextAddress()): Guest {
    return new Guest(address, () => this.port);
  }

  /** Returns a caller at the listener that serves only metadata. */
  metadataGuest(address = nextAddress()): Guest {
    return new Guest(address, () => this.metadataPort);
  }

  /** Sends an operation once the control plane knows every earlier request of a machine. */
  override async graphql<Data = Anything>(
    ...asked: Parameters<GraphqlClient['graphql']>
  ): Promise<Answer<Data>> {
    await this.app.reports.send();
    return super.graphql<Data>(...asked);
  }

  /** Creates a user and signs the user in. */
  async person(
    username: string,
    role: keyof typeof Role,
    password = `${username}'s password`,
  ): Promise<Person> {
    const { createUser } = await this.data<{ createUser: { user: { id: string } } }>(
      'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }',
      { input: { username, role, password } },
      { as: 'superuser' },
    );
    return { id: createUser.user.id, username, password, cookie: await this.signIn(username, password) };
  }

  /** Signs in, and returns the cookie that a browser gets. */
  async signIn(username: string, password: string): Promise<string> {
    const answer = await this.graphql(
      'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { name } } }',
      { input: { username, password } },
      { as: 'nobody' },
    );
    const [cookie] = answer.headers.getSetCookie();
    if (answer.errors.length > 0 || cookie === undefined) throw new Error(JSON.stringify(answer.errors));
    return cookie.split(';', 1)[0]!;
  }

  /** Registers a machine through the API; `given` overrides the defaults. */
  async instance(given: Record<string, unknown> = {}): Promise<Machine> {
    const address = nextAddress();
    const input = { hostname: address.replace(/^127/, 'm').replaceAll('.', '-'), ...given };
    if (!('interfaces' in given) && !('addresses' in given)) Object.assign(input, { addresses: [address] });
    const { createInstance } = await this.data<{ createInstance: { instance: MachineRow } }>(
      `mutation ($input: CreateInstanceInput!) {
        createInstance(input: $input) { instance { id instanceId hostname version addresses callerAddresses } }
      }`,
      { input },
    );
    const { addresses, callerAddresses, ...machine } = createInstance.instance;
    const from = [...callerAddresses, ...addresses].find((one) => one.startsWith('127.')) ?? address;
    return { ...machine, address: from, guest: this.guest(from) };
  }
}

/** A user who has signed in. */
export interface Person {
  id: string;
  username: string;
  password: string;
  /** The cookie that the browser sends. */
  cookie: string;
}

interface MachineRow extends Omit<Machine, 'address' | 'guest'> {
  addresses: string[];
  callerAddresses: string[];
}

/** Opens a world that closes by itself: after the test that opened it, or after all tests if a hook did. */
export type Open = (options?: Omit<WorldOptions, 'database'>) => Promise<World>;

/** Runs the same tests on SQLite and on PostgreSQL. */
export function onBothDatabases(subject: string, tests: (open: Open, database: DatabaseKind) => void): void {
  describe.each(databaseKinds)(`${subject}, on %s`, (database) => {
    const forAll: World[] = [];
    const forOne: World[] = [];
    let opened = forAll;
    const closeAll = async (worlds: World[]) => {
      for (const world of worlds.splice(0)) await world.close();
    };
    beforeEach(() => void (opened = forOne));
    afterEach(() => {
      opened = forAll;
      return closeAll(forOne);
    });
    afterAll(() => closeAll(forAll));
    tests(async (options) => {
      const world = await openWorld({ database, ...options });
      opened.push(world);
      return world;
    }, database);
  });
}
