import { chmodSync, lstatSync, readdirSync, statSync, type Stats } from 'node:fs';
import { join, relative } from 'node:path';
import { withoutPassword, type Config, type Variable } from './config.ts';
import { dialectOf, sqliteFile } from './database/dialect.ts';
import { secrets } from './describe-config.ts';
import { StartupError } from './errors.ts';
import { makeFolder } from './make-folder.ts';
import { observedFileOf, realPathOf, sqliteSuffixes } from './observed/observed-file.ts';

/** Modes of folders and files that hold hashes, user-data and credentials: readable by their owner only. */
const modes = { folder: 0o700, file: 0o600 };

/** The log for changed modes, and for those that could not be changed. */
export interface FilesLog {
  info(message: string): void;
  warn(message: string): void;
}

type FileConfig = Pick<Config, 'DATA_DIR' | 'DATABASE_URL' | 'METADATA_SNAPSHOT'>;

/**
 * Makes everything private that this process and its children write from now on, and what earlier ones left: DATA_DIR
 * with its files, and the files of a database or snapshot elsewhere. A folder elsewhere keeps its mode, and so does
 * `.env`, which the operator wrote: for that it only logs a warning.
 */
export function keepFilesPrivate(config: Config, log: FilesLog): void {
  warnOfOpenDotEnv(config, log);
  process.umask(0o077);
  const changed = [...privatePaths(config)].filter((path) => makePrivate(path, log));
  if (changed.length > 0) log.info(`Others could read ${changed.join(', ')}: they are private now.`);
}

/** Warns of secrets in `.env` that other users can read, and may have read already. */
function warnOfOpenDotEnv(config: Config, log: FilesLog): void {
  const mode = statSync('.env', { throwIfNoEntry: false })?.mode ?? 0;
  const inDotEnv = secretsOf(config).filter((name) => config.sources[name] === '.env');
  if ((mode & 0o077) === 0 || inDotEnv.length === 0) return;
  log.warn(`Others can read .env, and with it ${inDotEnv.join(', ')}. Close it to them: chmod 600 .env`);
}

/** The variables whose values are secret. */
function secretsOf({ DATABASE_URL: url, DATABASE_REPLICA_URLS: replicas }: Config): Variable[] {
  const hasPassword = (one: string) => withoutPassword(one) !== one;
  return [
    ...secrets,
    ...(hasPassword(url) ? (['DATABASE_URL'] as const) : []),
    ...(replicas.some(hasPassword) ? (['DATABASE_REPLICA_URLS'] as const) : []),
  ];
}

/** Creates DATA_DIR if it does not exist yet. @throws StartupError when it cannot be made */
export function makeDataDir({ DATA_DIR: folder }: FileConfig): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new StartupError(
      `The folder ${folder} cannot be made (${(error as Error).message}). Set DATA_DIR to one that can be written.`,
    );
  }
}

/**
 * All paths that have to be private; some may not exist. A path of the configuration that is a link stands for its
 * target, beside which SQLite keeps its log too. A link inside a folder is not followed.
 */
function* privatePaths(config: FileConfig): Iterable<string> {
  const { DATA_DIR: folder, DATABASE_URL: url, METADATA_SNAPSHOT: snapshot } = config;
  const position = positionOf(folder);
  if (position !== 'above') yield realPathOf(folder);
  if (position === 'elsewhere') yield* filesIn(realPathOf(folder));
  if (dialectOf(url) === 'sqlite') {
    for (const file of [realPathOf(sqliteFile(url)), observedFileOf(url)])
      for (const suffix of sqliteSuffixes) yield `${file}${suffix}`;
  }
  if (snapshot !== undefined) yield* filesIn(realPathOf(snapshot));
}

/**
 * The position of a folder relative to the working directory. The working directory's other files are as private as it
 * is, and stay as they are; a folder above it was configured by mistake and is left alone.
 */
function positionOf(folder: string): 'elsewhere' | 'working directory' | 'above' {
  const pathToWorkingDirectory = relative(realPathOf(folder), realPathOf('.'));
  if (pathToWorkingDirectory === '') return 'working directory';
  return pathToWorkingDirectory.startsWith('..') ? 'elsewhere' : 'above';
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return []; // there is no such folder yet
  }
}

/** @returns true if other users had access before, and it was removed */
function makePrivate(path: string, log: FilesLog): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  const mode = stats && modeOf(stats);
  if (mode === undefined || (stats!.mode & 0o077) === 0) return false;
  try {
    chmodSync(path, mode);
    return true;
  } catch (error) {
    log.warn(`Others may read ${path}, and that cannot be changed: ${(error as Error).message}.`);
    return false;
  }
}

/** True for a folder in which all users may create files, such as /tmp. */
const isShared = ({ mode }: Stats) => (mode & 0o1000) !== 0;

function modeOf(stats: Stats): number | undefined {
  if (stats.isDirectory()) return isShared(stats) ? undefined : modes.folder;
  return stats.isFile() || stats.isSocket() ? modes.file : undefined;
}
