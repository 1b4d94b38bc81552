import { readConfig } from '../config.ts';
import { rotateSigningKey } from '../identity/rotate-signing-key.ts';
import { Encryption } from '../encryption.ts';
import { withDatabase } from './with-database.ts';

/** Makes a new signing key; running servers sign with it at once. */
export async function rotateIdentity(): Promise<void> {
  const config = readConfig();
  const making = { encryption: new Encryption(config), region: config.METADATA_REGION, now: new Date() };
  const { title } = await withDatabase((em) => rotateSigningKey(em, making));
  process.stdout.write(`The ${title} signs from now on. The certificates before it stay published.\n`);
}
