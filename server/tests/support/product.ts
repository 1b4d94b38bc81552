/** The built product in a process of its own, for tests, acceptance checks and benchmarks. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../http/free-port.ts';
import { builtIn, cloudmeta, environmentOf, here, type Ended, type CommandOptions } from './cloudmeta.ts';
import { eventually } from './eventually.ts';
import { GraphqlClient } from './graphql-client.ts';
import type { Tokens } from './tokens.ts';

/** A variable that identifies the processes of a server: children inherit it, and the configuration ignores it. */
export const marker = 'CLOUDMETA_TEST_PORT';

/** The longest that a server may take to say something, or to end, in milliseconds: machines may be very busy. */
const timeoutsMs = { says: 180_000, end: 60_000 };

/** The servers that run. They end with this process, however it ends. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

export interface ProductOptions extends CommandOptions {
  /** The command, with its arguments, that starts the server; may be empty. */
  starter?: string[];
  /** The file that gets the output, which `output` has otherwise; then `says` cannot be used. */
  logFile?: string;
}

export class Product extends GraphqlClient {
  readonly port: number;
  readonly environment: Record<string, string>;
  private readonly options: Required<Omit<ProductOptions, 'logFile'>> & { logFile?: string };
  private child: ChildProcess | undefined;
  output = '';

  private constructor(port: number, environment: Record<string, string>, options: ProductOptions) {
    super();
    this.port = port;
    this.environment = environment;
    this.options = { starter: [], root: here, cwd: tmpdir(), ...options };
  }

  /** Makes a server on a database, without starting it. */
  static async on(
    databaseUrl: string,
    environment: Record<string, string> = {},
    options: ProductOptions = {},
  ): Promise<Product> {
    const port = await freePort();
    const variables = {
      DATABASE_URL: databaseUrl,
      SECRET_KEY: 'a secret key that is only used by tests',
      METADATA_SNAPSHOT: 'none',
      DATA_DIR: join(tmpdir(), 'cloudmeta-tests'),
      ...environment,
      PORT: String(port),
    };
    return new Product(port, variables, options);
  }

  /**
   * Starts the server and returns once it listens, on a database that has the tests' tokens; in one that is given by its
   * URL they are created before.
   */
  static async start(
    database: string | { url: string; tokens: Tokens },
    environment: Record<string, string> = {},
    options: ProductOptions = {},
  ): Promise<Product> {
    const isMade = typeof database === 'object';
    const product = await Product.on(isMade ? database.url : database, environment, options);
    if (isMade) Object.assign(product.tokens, database.tokens);
    else if (database !== 'sqlite::memory:') {
      const { createTokens } = await import('./tokens.ts'); // what runs a server on a database of its own needs no ORM
      Object.assign(product.tokens, await createTokens(database));
    }
    await product.begin();
    return product;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  private get variables(): Record<string, string> {
    return { ...this.environment, [marker]: String(this.port) };
  }

  /** Runs a command of the product on the same database. */
  run(...args: string[]): Promise<Ended> {
    return cloudmeta(args, this.variables, this.options);
  }

  /** Creates the API token that this client sends by default. @throws Error with the output of the command */
  async createToken(...options: string[]): Promise<string> {
    const { stdout, stderr } = await this.run('token', 'create', ...options);
    const secret = /\bcm_\S+/.exec(stdout)?.[0];
    if (secret === undefined) throw new Error(`No token was created: ${stdout}${stderr}`);
    this.tokens.operator = secret;
    return secret;
  }

  /** Starts the server and returns once all of it answers. */
  async begin(): Promise<void> {
    this.launch();
    await this.says(/Listening on/);
  }

  /** Returns once the admin is loaded, which begins when a page is first requested, and its pages are there at once. */
  async openAdmin(): Promise<void> {
    await eventually(async () => {
      const { status } = await fetch(`${this.url}/admin/login`);
      if (status !== 200) throw new Error(`the admin answered with ${status}`);
    }, timeoutsMs.says);
  }

  /** Starts the server and returns once it answers machines. */
  async beginAnswering(): Promise<void> {
    this.launch();
    await this.says(/Answering machines/);
  }

  /** Starts the process. */
  launch(): void {
    const { starter, root, cwd, logFile } = this.options;
    const [command, ...args] = [...starter, process.execPath, builtIn(root, 'main.js')];
    const file = logFile === undefined ? 'pipe' : openSync(logFile, 'w');
    const child = spawn(command!, args, {
      env: environmentOf(this.variables),
      cwd,
      stdio: ['ignore', file, file],
    });
    if (typeof file === 'number') closeSync(file);
    this.child = child;
    running.add(child);
    child.once('exit', () => running.delete(child));
    const append = (chunk: Buffer) => void (this.output += chunk.toString());
    child.stdout?.on('data', append);
    child.stderr?.on('data', append);
  }

  /** Returns once the server's output matches, now or before. */
  async says(pattern: RegExp): Promise<void> {
    const child = this.child!;
    const streams = [child.stdout!, child.stderr!];
    await new Promise<void>((resolve, reject) => {
      const giveUp = () => reject(new Error(`the server did not say ${pattern}:\n${this.output}`));
      const timer = setTimeout(giveUp, timeoutsMs.says);
      const look = () => {
        if (!pattern.test(this.output)) return;
        clearTimeout(timer);
        for (const stream of streams) stream.off('data', look);
        resolve();
      };
      for (const stream of streams) stream.on('data', look);
      child.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`the server ended with ${code}:\n${this.output}`));
      });
      look();
    });
  }

  /** The process id of the server. */
  get pid(): number {
    return this.child!.pid!;
  }

  /** True from the start of the process to its end. */
  get isRunning(): boolean {
    return this.child !== undefined && running.has(this.child);
  }

  /** Ends the process with a signal and waits until it is gone. @throws Error if it has to be killed */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutsMs.end);
    await gone;
    clearTimeout(timer);
    if (child.signalCode !== null && child.signalCode !== signal)
      throw new Error(`the server did not end by ${signal}:\n${this.output}`);
    this.output = '';
  }
}
