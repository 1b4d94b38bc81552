import { readConfig } from '../config.ts';
import { firstFew, StartupError } from '../errors.ts';
import { Encryption } from '../encryption.ts';
import { rotateSecrets } from '../secrets/rotate-secrets.ts';
import { withUpToDate } from './with-database.ts';

/** Encrypts with SECRET_KEY all secrets of previous keys, and prints those that no key decrypts. */
export async function rotateAllSecrets(): Promise<void> {
  const encryption = new Encryption(readConfig());
  const { reencrypted, lost, lostUnused } = await withUpToDate((em) => rotateSecrets(em, encryption));
  process.stdout.write(`Encrypted ${counted(reencrypted)} anew with SECRET_KEY.\n`);
  if (lostUnused.length > 0)
    process.stdout.write(`No key opens ${firstFew(lostUnused)}, and nothing needs that any more.\n`);
  if (lost.length > 0)
    throw new StartupError(
      `No key opens ${counted(lost.length)}: ${firstFew(lost)}. Name the key that did in SECRET_KEY_PREVIOUS, or set these credentials again, and make a new signing key by: npx cloudmeta identity rotate`,
    );
}

const counted = (count: number) => `${count} ${count === 1 ? 'secret' : 'secrets'}`;
