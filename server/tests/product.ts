/** The built product in a process of its own, to be asked over HTTP and to be killed. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../http/free-port.ts';
import { GraphqlClient } from './graphql-client.ts';

const built = join(import.meta.dirname, '../../dist/server');

/** A variable by which all processes of a server are found: children inherit it, and nothing of the configuration. */
export const marker = 'CLOUDMETA_TEST_PORT';

/** What an ended process said. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Only what a test gives: no variable of the machine decides a test. */
const environmentOf = (given: Record<string, string>): NodeJS.ProcessEnv => ({
  NODE_ENV: 'production',
  PATH: process.env.PATH ?? '',
  LOG_FORMAT: 'json',
  ...given,
});

/** Runs `cloudmeta` with these arguments to its end; where no other folder is given, away from any `.env`. */
export function cloudmeta(
  args: string[],
  environment: Record<string, string>,
  cwd = tmpdir(),
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { env: environmentOf(environment), cwd };
    const child = execFile(
      process.execPath,
      [join(built, 'cli/main.js'), ...args],
      options,
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

export class Product extends GraphqlClient {
  private child: ChildProcess | undefined;
  output = '';

  private constructor(
    readonly port: number,
    readonly environment: Record<string, string>,
    /** What the server is started by: a command with its arguments, or nothing. */
    private readonly starter: string[],
  ) {
    super();
  }

  /** A server on a database that is yet to begin. */
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

  /** Starts the server on a database and comes back when it listens; an operator has a token. */
  static async start(
    databaseUrl: string,
    environment: Record<string, string> = {},
    starter: string[] = [],
  ): Promise<Product> {
    const product = await Product.on(databaseUrl, environment, starter);
    const created = await product.run(
      'token',
      'create',
      '--name',
      'operator',
      '--role',
      'OPERATOR',
      '--assign-roles',
    );
    product.tokens.operator = created.stdout.trim();
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

  /** Starts the server and comes back when all of it answers. */
  async begin(): Promise<void> {
    await this.beginAnswering();
    await this.says(/Listening on/);
  }

  /** Starts the server and comes back when it answers machines. */
  async beginAnswering(): Promise<void> {
    const [command, ...args] = [...this.starter, process.execPath, join(built, 'main.js')];
    const child = spawn(command!, args, {
      env: environmentOf(this.variables),
      cwd: tmpdir(),
    });
    this.child = child;
    const hear = (chunk: Buffer) => void (this.output += chunk.toString());
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    await this.says(/Answering machines/);
  }

  /** Comes back once the server has said something, now or before. */
  async says(pattern: RegExp): Promise<void> {
    const child = this.child!;
    await new Promise<void>((resolve, reject) => {
      const look = () => pattern.test(this.output) && resolve();
      for (const stream of [child.stdout!, child.stderr!]) stream.on('data', look);
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${this.output}`)));
      look();
    });
  }

  /** The process of the server. */
  get pid(): number {
    return this.child!.pid!;
  }

  /** Ends the process by a signal and waits until it is gone. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    this.output = '';
  }
}
