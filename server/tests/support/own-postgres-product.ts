/** The product as a process, on its own PostgreSQL that a test may stop, suspend and break. */
import pg from 'pg';
import { startOwnPostgres, type OwnPostgres } from './postgres.ts';
import { Product } from './product.ts';

export interface OwnPostgresProduct {
  product: Product;
  postgres: OwnPostgres;
  databaseUrl: string;
  /** Ends both, whatever their state. */
  close(): Promise<void>;
}

/** Starts both, with a token for an operator. */
export async function startOnOwnPostgres(): Promise<OwnPostgresProduct> {
  const postgres = await startOwnPostgres();
  const { url: databaseUrl } = await postgres.createDatabase();
  const product = await Product.start(databaseUrl);
  const close = async () => {
    await product.end('SIGKILL');
    await postgres.stop();
  };
  return { product, postgres, databaseUrl, close };
}

/** Opens a connection beside the product's; errors of a broken connection are ignored. */
export async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** The body of `/readyz`, with its HTTP status. */
export interface Readiness {
  httpStatus: number;
  status: 'ready' | 'degraded' | 'unavailable';
  degraded: string[];
  changes: 'live' | 'lost';
  snapshot: 'kept' | 'failing' | 'none';
  guestsInMemory: number;
}

export async function readinessOf(product: Product): Promise<Readiness> {
  const response = await fetch(`${product.url}/readyz`);
  return { ...((await response.json()) as Omit<Readiness, 'httpStatus'>), httpStatus: response.status };
}

/** Returns the messages of the log, except those about requests. */
export function messagesOf(product: Product): string[] {
  const lines = product.output.split('\n').filter((line) => /^\{.*\}$/.test(line));
  return lines.flatMap((line) => {
    const { msg } = JSON.parse(line) as { msg: string };
    return msg.startsWith('request') ? [] : msg;
  });
}
