import { chmodSync, lstatSync, readdirSync, statSync, type Stats } from 'node:fs';
import { join, relative } from 'node:path';
import { withoutPassword, type Config, type Variable } from './config.ts';
import { dialectOf, sqliteFile } from './database/dialect.ts';
import { secrets } from './describe-config.ts';
import { StartupError } from './errors.ts';
import { makeFolder } from './make-folder.ts';
import { observedFileOf, realPathOf, sqliteSuffixes } from './observed/observed-file.ts';

/** Modes of folders and files that hold hashes, user-data and credentials: nobody but their owner reads them. */
const modes = { folder: 0o700, file: 0o600 };

/** Where it is said that something was changed, or could not be. */
export interface FilesLog {
  info(message: string): void;
  warn(message: string): void;
}

type Places = Pick<Config, 'DATA_DIR' | 'DATABASE_URL' | 'METADATA_SNAPSHOT'>;

/**
 * Makes everything private that this process and its children write from now on, and what earlier ones left: DATA_DIR
 * with its files, and the files of a database or snapshot elsewhere. A folder elsewhere is left as it is, and so is
 * `.env`, which somebody else wrote: of that it warns.
 */
export function keepFilesPrivate(config: Config, log: FilesLog): void {
  warnOfOpenDotEnv(config, log);
  process.umask(0o077);
  const changed = [...placesOf(config)].filter((path) => makePrivate(path, log));
  if (changed.length > 0) log.info(`Others could read ${changed.join(', ')}: they are private now.`);
}

/** A secret that others can read is one no more, and may have been read: whoever runs the server has to know. */
function warnOfOpenDotEnv(config: Config, log: FilesLog): void {
  const mode = statSync('.env', { throwIfNoEntry: false })?.mode ?? 0;
  const inDotEnv = secretsOf(config).filter((name) => config.sources[name] === '.env');
  if ((mode & 0o077) === 0 || inDotEnv.length === 0) return;
  log.warn(`Others can read .env, and with it ${inDotEnv.join(', ')}. Close it to them: chmod 600 .env`);
}

/** The variables whose values nobody else may know. */
function secretsOf({ DATABASE_URL: url, DATABASE_REPLICA_URLS: replicas }: Config): Variable[] {
  const hasPassword = (one: string) => withoutPassword(one) !== one;
  return [
    ...secrets,
    ...(hasPassword(url) ? (['DATABASE_URL'] as const) : []),
    ...(replicas.some(hasPassword) ? (['DATABASE_REPLICA_URLS'] as const) : []),
  ];
}

/** Makes DATA_DIR where it is not there yet. @throws StartupError when it cannot be made */
export function makeDataDir({ DATA_DIR: folder }: Places): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new StartupError(
      `The folder ${folder} cannot be made (${(error as Error).message}). Set DATA_DIR to one that can be written.`,
    );
  }
}

/**
 * All paths that have to be private, as far as they exist. What the configuration names may be a link: what it leads to
 * is meant, and SQLite keeps its log there too. An entry of a folder that is a link leads to something else.
 */
function* placesOf(config: Places): Iterable<string> {
  const { DATA_DIR: folder, DATABASE_URL: url, METADATA_SNAPSHOT: snapshot } = config;
  const place = positionOf(folder);
  if (place !== 'above') yield realPathOf(folder);
  if (place === 'elsewhere') yield* filesIn(realPathOf(folder));
  if (dialectOf(url) === 'sqlite') {
    for (const file of [realPathOf(sqliteFile(url)), observedFileOf(url)])
      for (const suffix of sqliteSuffixes) yield `${file}${suffix}`;
  }
  if (snapshot !== undefined) yield* filesIn(realPathOf(snapshot));
}

/**
 * Where a folder is. The working directory has other files too, which are as private as it is; and a folder that holds it
 * is not one of ours, but somebody's who said so by mistake.
 */
function positionOf(folder: string): 'elsewhere' | 'working directory' | 'above' {
  const way = relative(realPathOf(folder), realPathOf('.'));
  if (way === '') return 'working directory';
  return way.startsWith('..') ? 'elsewhere' : 'above';
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return []; // there is no such folder yet
  }
}

/** @returns whether others could read it before */
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

/** A folder in which everybody may make files, as /tmp, is nobody's own. */
const isShared = ({ mode }: Stats) => (mode & 0o1000) !== 0;

function modeOf(stats: Stats): number | undefined {
  if (stats.isDirectory()) return isShared(stats) ? undefined : modes.folder;
  return stats.isFile() || stats.isSocket() ? modes.file : undefined;
}
