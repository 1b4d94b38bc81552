import type { ObservedEntry } from './last-request.ts';

/** Keeps the last requests of machines across restarts. Nothing else depends on it, and it may be deleted. */
export interface ObservedStore {
  /** Reads everything that is kept of these machines. */
  read(ids: readonly string[]): Promise<ObservedEntry[]>;
  /** Replaces what is kept of these machines, unless another server has written something later by now. */
  write(entries: readonly ObservedEntry[], now: Date): Promise<void>;
  /** Removes what is kept of these machines. */
  remove(ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** The schema of the table in PostgreSQL, and of the file of SQLite where it is attached. */
export const observedSchema = 'observed';

/** The columns of `last_request`, one row a machine. */
export const columns =
  'instance_id, uuid, since, at, address, user_agent, path, status, with_token, uses_tokens, without_token';
