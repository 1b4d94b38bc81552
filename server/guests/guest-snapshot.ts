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
import { withoutPassword } from '../config.ts';
import type { Change } from '../changes/change.ts';
import type { SigningKeyRow } from '../identity/signing-key.cache.ts';
import type { Log } from '../log.ts';
import { makeFolder } from '../make-folder.ts';
import type { Encryption } from '../encryption.ts';
import type { GuestRow } from './guest-row.ts';
import {
  apply,
  emptySnapshot,
  guestLine,
  readLine,
  formatLine,
  type Snapshot,
  type SnapshotLine,
} from './snapshot-lines.ts';

interface SnapshotParts {
  folder: string;
  databaseUrl: string;
  /** Of several processes of a server each writes files of its own. */
  worker: number;
  /** How many processes there are. */
  workers: number;
  encryption: Encryption;
  log: Log;
}

/** How long lines wait to be written together, and how long after a failure it is tried anew, in milliseconds. */
const pauses = { write: 100, failure: 60_000 };

/** The most characters of lines that wait. */
const maxWaitingBytes = 4 * 1024 * 1024;

/** A file is begun anew when it is this many times as long as it was once everything stood in it, and this long, in bytes. */
const growth = { times: 2, least: 16 * 1024 * 1024 };

const fileName = /^guests-(\d+)-(\d+)\.jsonl$/;

/**
 * The machines that are in memory, on disk as well: a process that is started while its database is away can tell them
 * what they are. It is a log of what was read and of what changed since, so that nobody is told what a change made old
 * that somebody was promised. It is handed to the disk ten times a second, so that much may be lost with the power.
 */
export class GuestSnapshot {
  private readonly of: string;
  private file: number | undefined;
  private path = '';
  private size = 0;
  private sizeOfAll = 0;
  private failedAt = Number.NEGATIVE_INFINITY;
  private lines = '';
  private timer: NodeJS.Timeout | undefined;
  private isSyncing = false;
  private key: SigningKeyRow | undefined;

  constructor(private readonly parts: SnapshotParts) {
    this.of = createHash('sha256').update(withoutPassword(parts.databaseUrl)).digest('hex');
  }

  /** Whether it could not be written, and is not tried again yet. */
  get isFailing(): boolean {
    return this.file === undefined && this.failedAt > Number.NEGATIVE_INFINITY;
  }

  /** Whether it should be begun anew with all that is still true: it has grown, or could not be written for a while. */
  get isDue(): boolean {
    if (this.file === undefined) return performance.now() > this.failedAt + pauses.failure;
    return this.size > Math.max(growth.least, growth.times * this.sizeOfAll);
  }

  /** Everything that this process, the others and those before them have left. */
  async read(): Promise<Snapshot> {
    const all = emptySnapshot();
    for (const worker of new Set(this.files().map((file) => file.worker))) {
      const own = emptySnapshot();
      for (const { path } of this.files().filter((file) => file.worker === worker))
        await this.readFile(path, own);
      for (const [name, row] of own.guests) all.guests.set(name, row);
      all.key = own.key ?? all.key;
    }
    return all;
  }

  /** Begins a new file. What stands in the others counts until `removeOthers`. */
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

  /** All that is still true of what was written before this file was begun stands in this one. */
  removeOthers(): void {
    const { worker, workers } = this.parts;
    const isMine = (other: number) => other === worker || (worker === 1 && other > workers);
    const others = this.files().filter((file) => isMine(file.worker) && file.path !== this.path);
    try {
      for (const { path } of others) rmSync(path, { force: true });
    } catch (error) {
      this.parts.log.warn(`An old snapshot of machines stays: ${(error as Error).message}.`);
    }
    this.sizeOfAll = this.size;
  }

  keep(row: GuestRow): void {
    this.append(guestLine(row));
  }

  keepKey(key: SigningKeyRow): void {
    if (key !== this.key) this.append({ key });
    this.key = key;
  }

  /** Before somebody is told that the change was made. */
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
    if (this.lines.length > maxWaitingBytes) this.write();
    else this.timer ??= setTimeout(() => this.write(), pauses.write).unref();
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

  /** Lets the disk have what was written, while others are answered. */
  private sync(file: number): void {
    if (this.isSyncing) return;
    this.isSyncing = true;
    fdatasync(file, () => (this.isSyncing = false));
  }

  /** What could not be written whole must not be read: it may lack a change. */
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

  /** The files that there are, the oldest of each process first. */
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

  private async readFile(path: string, snapshot: Snapshot): Promise<void> {
    let isOfThis = false;
    try {
      for await (const text of createInterface({ input: createReadStream(path, 'utf8') })) {
        const line = readLine(text, this.parts.encryption);
        if (line === undefined) continue;
        if ('of' in line) isOfThis = line.of === this.of;
        else if (isOfThis) apply(line, snapshot);
      }
    } catch {} // another process has begun anew, and removed it
  }
}
