import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  createReadStream,
  fdatasync,
  openSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { withoutPassword } from '../config.ts';
import type { Change } from '../changes/change.ts';
import type { SigningKeyRow } from '../identity/signing-key.cache.ts';
import type { Log } from '../log.ts';
import { makeFolder } from '../make-folder.ts';
import type { Encryption } from '../encryption.ts';
import type { GuestRow } from './guest-row.ts';
import { formatLine, guestLine, readLine, SnapshotLines, type SnapshotLine } from './snapshot-lines.ts';

interface SnapshotParts {
  folder: string;
  databaseUrl: string;
  /** The number of this process: each process of a server writes its own files. */
  worker: number;
  /** The number of processes. */
  workers: number;
  encryption: Encryption;
  log: Log;
}

/** The time that lines wait to be written together, and the time to a retry after a failure, in milliseconds. */
const pausesMs = { write: 100, failure: 60_000 };

/** The maximum characters of lines that wait. */
const maxWaitingCharacters = 4 * 1024 * 1024;

/** A file is compacted when it exceeds `times` its size after the last compaction, and `minCharacters`. */
const growth = { times: 2, minCharacters: 16 * 1024 * 1024 };

/** The maximum time of reading without a turn of the event loop, in milliseconds. */
const longestRunMs = 5;

/** The contents of the snapshot files. */
interface Snapshot {
  /** By the name by which each was looked up. */
  guests: Map<string, GuestRow>;
  key: SigningKeyRow | undefined;
}

const fileName = /^guests-(\d+)-(\d+)\.jsonl$/;

/**
 * A copy on disk of the machines in memory: a process that is started while its database is away can answer them. It is
 * a log of what was read and of what changed since, so that no machine gets an answer that a confirmed change has made
 * out of date. It is flushed to the disk ten times a second, so a loss of power may lose that much.
 */
export class GuestSnapshot {
  private readonly of: string;
  private file: number | undefined;
  private path = '';
  private size = 0;
  private compactedSize = 0;
  private failedAt = Number.NEGATIVE_INFINITY;
  private lines = '';
  private timer: NodeJS.Timeout | undefined;
  private isSyncing = false;
  private key: SigningKeyRow | undefined;

  constructor(private readonly parts: SnapshotParts) {
    this.of = createHash('sha256').update(withoutPassword(parts.databaseUrl)).digest('hex');
  }

  /** True if it could not be written and has not been retried yet. */
  get isFailing(): boolean {
    return this.file === undefined && this.failedAt > Number.NEGATIVE_INFINITY;
  }

  /** True if a new file should be begun with all valid data: this one has grown, or was not writable for a while. */
  get isDue(): boolean {
    if (this.file === undefined) return performance.now() > this.failedAt + pausesMs.failure;
    return this.size > Math.max(growth.minCharacters, growth.times * this.compactedSize);
  }

  /** Reads everything that this process, the others and those before them have written. */
  async read(): Promise<Snapshot> {
    const all: Snapshot = { guests: new Map(), key: undefined };
    for (const lines of await this.readAll((row) => row)) {
      for (const [name, row] of lines.current()) all.guests.set(name, row);
      all.key = lines.key ?? all.key;
    }
    return all;
  }

  /** Reads the names of the machines alone. */
  async readNames(): Promise<string[]> {
    const all = await this.readAll(() => undefined);
    return all.flatMap((lines) => Array.from(lines.current(), ([name]) => name));
  }

  /** Begins a new file. The contents of the others count until `removeOthers`. */
  begin(): void {
    this.close();
    const { folder, worker } = this.parts;
    const numbers = this.files().map(({ number }) => number);
    this.path = join(folder, `guests-${worker}-${Math.max(0, ...numbers) + 1}.jsonl`);
    this.size = 0;
    this.key = undefined;
    try {
      makeFolder(folder);
      this.file = openSync(this.path, 'a', 0o600);
      this.append({ of: this.of });
      this.write();
    } catch (error) {
      this.fail(error as Error);
    }
  }

  /** Removes the other files of this process: all of their contents that are still valid are in this file by now. */
  removeOthers(): void {
    const { worker, workers } = this.parts;
    const isMine = (other: number) => other === worker || (worker === 1 && other > workers);
    const others = this.files().filter((file) => isMine(file.worker) && file.path !== this.path);
    try {
      for (const { path } of others) rmSync(path, { force: true });
    } catch (error) {
      this.parts.log.warn(`An old snapshot of machines stays: ${(error as Error).message}.`);
    }
    this.compactedSize = this.size;
  }

  keep(row: GuestRow): void {
    this.append(guestLine(row));
  }

  keepKey(key: SigningKeyRow): void {
    if (key !== this.key) this.append({ key });
    this.key = key;
  }

  /** Writes a change down. It must be called before the change is confirmed. */
  invalidate(ids: Change['ids']): void {
    if (ids.length === 0) return;
    this.append({ changed: ids });
    this.write();
  }

  close(): void {
    this.write();
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private append(line: SnapshotLine): void {
    if (this.file === undefined) return;
    this.lines += formatLine(line, this.parts.encryption);
    if (this.lines.length > maxWaitingCharacters) this.write();
    else this.timer ??= setTimeout(() => this.write(), pausesMs.write).unref();
  }

  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { lines } = this;
    this.lines = '';
    if (this.file === undefined || lines === '') return;
    try {
      appendFileSync(this.file, lines);
      this.size += lines.length;
      this.sync(this.file);
    } catch (error) {
      this.fail(error as Error);
    }
  }

  /** Flushes what was written to the disk without blocking requests. */
  private sync(file: number): void {
    if (this.isSyncing) return;
    this.isSyncing = true;
    fdatasync(file, () => (this.isSyncing = false));
  }

  /** Removes the files: a snapshot that could not be written completely must not be read, as it may lack a change. */
  private fail(error: Error): void {
    this.failedAt = performance.now();
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
    this.lines = '';
    this.path = '';
    this.parts.log.warn(
      `The snapshot of machines cannot be written: ${error.message}. Look after the folder of METADATA_SNAPSHOT.`,
    );
    this.removeOthers();
  }

  /** The existing files, the oldest of each process first. */
  private files(): { path: string; worker: number; number: number }[] {
    const found = this.names().flatMap((name) => {
      const [, worker, number] = fileName.exec(name) ?? [];
      return number === undefined
        ? []
        : [{ path: join(this.parts.folder, name), worker: Number(worker), number: Number(number) }];
    });
    return found.sort((a, b) => a.worker - b.worker || a.number - b.number);
  }

  private names(): string[] {
    try {
      return readdirSync(this.parts.folder);
    } catch {
      return []; // there is no such folder yet
    }
  }

  /** Reads the files of each process. */
  private async readAll<Kept>(keep: (row: GuestRow) => Kept): Promise<SnapshotLines<Kept>[]> {
    const byWorker = Map.groupBy(this.files(), ({ worker }) => worker);
    const all: SnapshotLines<Kept>[] = [];
    for (const files of byWorker.values()) {
      const lines = new SnapshotLines(keep);
      for (const { path } of files) await this.readFile(path, lines);
      all.push(lines);
    }
    return all;
  }

  /** Answers machines between lines: all lines of a block of the file come in one turn of the event loop. */
  private async readFile(path: string, lines: SnapshotLines<unknown>): Promise<void> {
    let isOfThis = false;
    let yieldedAt = performance.now();
    try {
      for await (const text of createInterface({ input: createReadStream(path, 'utf8') })) {
        const line = readLine(text, this.parts.encryption);
        if (line !== undefined && 'of' in line) isOfThis = line.of === this.of;
        else if (line !== undefined && isOfThis) lines.add(line);
        if (performance.now() - yieldedAt < longestRunMs) continue;
        await setImmediate();
        yieldedAt = performance.now();
      }
    } catch {} // another process has begun a new file and removed this one
  }
}
