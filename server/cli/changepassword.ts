import type { EntityManager } from '@mikro-orm/core';
import { hashPassword } from '../access/password.ts';
import { User } from '../access/user.entity.ts';
import { endSessions } from '../access/user-sessions.ts';
import { exitCodes, StartupError } from '../errors.ts';
import { askPassword, expectTerminal, passwordFrom } from './ask-password.ts';
import { withDatabase } from './with-database.ts';

const variable = 'CLOUDMETA_PASSWORD';

/** Sets a new password for a user and signs the user out everywhere. */
export async function changePassword(username: string, { input: asks }: { input: boolean }): Promise<void> {
  if (asks) expectTerminal(`use --no-input, with ${variable}`);
  else passwordFrom(variable, { username, role: 'VIEWER' }); // the general rules need no database
  const { role } = await withDatabase((em) => getUser(em, username)); // no transaction is open during typing
  const owner = { username, role };
  const password = asks ? await askPassword(owner) : passwordFrom(variable, owner);
  const passwordHash = await hashPassword(password);
  await withDatabase(async (em) => {
    const user = await getUser(em, username);
    user.passwordHash = passwordHash;
    await endSessions(em, user);
    await em.flush();
  });
  process.stdout.write(`The password of "${username}" is changed.\n`);
}

async function getUser(em: EntityManager, username: string): Promise<User> {
  const user = await em.findOne(User, { username });
  if (!user) throw new StartupError(`There is no user "${username}".`, { exitCode: exitCodes.notFound });
  return user;
}
