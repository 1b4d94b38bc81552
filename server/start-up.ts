import { dirname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withoutPassword } from './config.ts';
import type { ChangeFeed } from './changes/change-feed.ts';
import { isOutdated } from './database/is-outdated.ts';
import { onceUnlocked } from './database/once-unlocked.ts';
import type { Reader } from './database/reader.ts';
import { dialectOf, sqliteFile } from './database/dialect.ts';
import { unreachable } from './database/unreachable.ts';
import { exitCodes, StartupError, Unavailable } from './errors.ts';
import type { GuestStore } from './guests/guest-store.ts';
import type { SigningKeyCache } from './identity/signing-key.cache.ts';
import type { Log } from './log.ts';

/** The time between two tries of the database, in milliseconds: while it is away, and while it cannot be used. */
const retryMs = { away: 500, unusable: 10_000 };

interface StartingParts {
  reader: Reader;
  feed: ChangeFeed;
  signing: SigningKeyCache;
  guests: GuestStore;
  /** Resolves once the control plane has migrated the database and made the first signing key. @throws StartupError */
  prepared(): Promise<void>;
  url: string;
  log: Log;
  /** True once the app is closed and there is nothing to start any more. */
  isClosed(): boolean;
}

/**
 * Waits until the database is up to date, and follows its changes from then on. While it is away, the machines of a
 * snapshot are answered and the database is tried again.
 * @throws StartupError if the snapshot has no machine, or something else is wrong
 */
export async function startUp(parts: StartingParts): Promise<void> {
  const { guests, url, log } = parts;
  try {
    await onceUnlocked(() => makeReady(parts));
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    const startupError = unusable(url, error);
    const known = await guests.restore();
    if (known === 0) throw startupError;
    log.warn(
      `${startupError.message} Until then ${known} machines are answered from the snapshot, all others wait.`,
    );
    void recover(parts);
  }
}

/** The error to report. If the control plane could not create an SQLite file, its folder is the cause. */
function unusable(url: string, { cause, message }: Unavailable): StartupError {
  if (cause !== undefined || dialectOf(url) !== 'sqlite')
    return unreachable(url, (cause ?? new Error(message)) as Error);
  const folder = dirname(resolve(sqliteFile(url)));
  return new StartupError(
    `The database ${withoutPassword(url)} cannot be made in the folder ${folder} (${message.replace(/\.$/, '')}). Make room there and let this server write it, or set DATA_DIR or DATABASE_URL to another place.`,
    { exitCode: exitCodes.unreachable },
  );
}

/** No request is answered before the control plane has migrated the database and made a signing key, if needed. */
async function makeReady({ reader, signing, feed, prepared }: StartingParts): Promise<void> {
  if ((await isOutdated(reader)) || (await signing.isMissing())) await prepared();
  await feed.start();
}

async function recover(parts: StartingParts): Promise<void> {
  const { log, isClosed } = parts;
  while (!isClosed()) {
    try {
      await makeReady(parts);
      return log.info('The database is back.');
    } catch (error) {
      const isAway = error instanceof Unavailable;
      if (!isAway) log.error({ err: error }, 'the database is back, but cannot be used');
      await pause(isAway ? retryMs.away : retryMs.unusable, undefined, { ref: false });
    }
  }
}
