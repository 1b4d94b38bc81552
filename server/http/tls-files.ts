import { createSecureContext } from 'node:tls';
import { readFileSync, watchFile, unwatchFile } from 'node:fs';
import type { Server } from 'node:https';
import { StartupError } from '../errors.ts';
import type { Log } from '../log.ts';

/** The time between two checks of the files for a change, in milliseconds. */
const checkIntervalMs = 2000;

/** The files of a certificate, with those that lead to its root, and of its private key, in PEM. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
  readonly log: Log;
}

/** The contents of the files. @throws StartupError when they cannot be read, or do not match */
export function readTls({ certificate, key }: TlsFiles): { cert: Buffer; key: Buffer } {
  try {
    const contents = { cert: readFileSync(certificate), key: readFileSync(key) };
    createSecureContext(contents);
    return contents;
  } catch (error) {
    throw new StartupError(
      `The certificate and key of ADMIN_LISTEN cannot be used (${(error as Error).message}). Correct ADMIN_TLS_CERT and ADMIN_TLS_KEY.`,
    );
  }
}

/**
 * Has a server reload the files whenever they change, from when it listens until it closes; while they cannot be used,
 * it keeps the last ones.
 */
export function renewTls(server: Server, files: TlsFiles): void {
  const renew = () => {
    try {
      server.setSecureContext(readTls(files));
      files.log.info('The certificate of ADMIN_LISTEN was read again.');
    } catch (error) {
      files.log.error(`${(error as Error).message} Until then the last ones are used.`);
    }
  };
  const paths = [files.certificate, files.key];
  server.once('listening', () => {
    for (const path of paths) watchFile(path, { interval: checkIntervalMs, persistent: false }, renew);
    server.once('close', () => {
      for (const path of paths) unwatchFile(path, renew);
    });
  });
}
