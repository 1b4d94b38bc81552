/** The built product in a process of its own, which tests send HTTP requests and kill. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../http/free-port.ts';
import { built, cloudmeta, environmentOf, type Ended } from './cloudmeta.ts';
import { GraphqlClient } from './graphql-client.ts';
import { createTokens, type Tokens } from './tokens.ts';

/** A variable that identifies the processes of a server: children inherit it, and the configuration ignores it. */
export const marker = 'CLOUDMETA_TEST_PORT';

export class Product extends GraphqlClient {
  private child: ChildProcess | undefined;
  output = '';

  private constructor(
    readonly port: number,
    readonly environment: Record<string, string>,
    /** The command, with its arguments, that starts the server; may be empty. */
    private readonly starter: string[],
  ) {
    super();
  }

  /** Makes a server on a database, without starting it. */
  static async on(
    databaseUrl: string,
    environment: Record<string, string> = {},
    starter: string[] = [],
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
    return new Product(port, variables, starter);
  }

  /**
   * Starts the server and returns once it listens, on a database that has the tests' tokens; in one that is given by its
   * URL they are created before.
   */
  static async start(
    database: string | { url: string; tokens: Tokens },
    environment: Record<string, string> = {},
    starter: string[] = [],
  ): Promise<Product> {
    const isMade = typeof database === 'object';
    const product = await Product.on(isMade ? database.url : database, environment, starter);
    if (isMade) Object.assign(product.tokens, database.tokens);
    else if (database !== 'sqlite::memory:') Object.assign(product.tokens, await createTokens(database));
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
    return cloudmeta(args, this.variables);
  }

  /** Starts the server and returns once all of it answers. */
  async begin(): Promise<void> {
    await this.beginAnswering();
    await this.says(/Listening on/);
  }

  /** Starts the server and returns once it answers machines. */
  async beginAnswering(): Promise<void> {
    const [command, ...args] = [...this.starter, process.execPath, join(built, 'main.js')];
    const child = spawn(command!, args, {
      env: environmentOf(this.variables),
      cwd: tmpdir(),
    });
    this.child = child;
    const append = (chunk: Buffer) => void (this.output += chunk.toString());
    child.stdout.on('data', append);
    child.stderr.on('data', append);
    await this.says(/Answering machines/);
  }

  /** Returns once the server's output matches, now or before. */
  async says(pattern: RegExp): Promise<void> {
    const child = this.child!;
    await new Promise<void>((resolve, reject) => {
      const look = () => pattern.test(this.output) && resolve();
      for (const stream of [child.stdout!, child.stderr!]) stream.on('data', look);
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${this.output}`)));
      look();
    });
  }

  /** The process id of the server. */
  get pid(): number {
    return this.child!.pid!;
  }

  /** Ends the process with a signal and waits until it is gone. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    this.output = '';
  }
}
