import { readConfig } from '../config.ts';
import { exitCodes, StartupError } from '../errors.ts';
import { SigningKey } from '../identity/signing-key.entity.ts';
import { Encryption } from '../encryption.ts';
import { withDatabase } from './with-database.ts';

/** Prints the published certificates, the latest first, optionally preceded by the private key of the latest. */
export async function exportIdentity({ privateKey: withKey }: { privateKey?: boolean }): Promise<void> {
  const encryption = new Encryption(readConfig());
  const keys = await withDatabase((em) => em.find(SigningKey, {}, { orderBy: { generation: 'desc' } }));
  const [latest] = keys;
  if (!latest)
    throw new StartupError(
      'There is no signing key yet. Start the server with SECRET_KEY set, or make one: npx cloudmeta identity rotate',
      { exitCode: exitCodes.notFound },
    );
  const parts = keys.map(({ certificate }) => certificate);
  if (withKey) parts.unshift(openedKey(latest, encryption));
  process.stdout.write(parts.join(''));
}

function openedKey(key: SigningKey, encryption: Encryption): string {
  const opened = key.privateKey(encryption);
  if (opened === undefined)
    throw new StartupError(
      `The private key of the ${key.title} was encrypted with another SECRET_KEY. Name the one that the server ran with when the key was made in SECRET_KEY_PREVIOUS.`,
      { exitCode: exitCodes.notAllowed },
    );
  return opened;
}
