import { hashPassword } from '../access/password.ts';
import { User } from '../access/user.entity.ts';
import { endSessions } from '../access/user-sessions.ts';
import { exitCodes, StartupError } from '../errors.ts';
import { askPassword, passwordFrom } from './ask-password.ts';
import { withDatabase } from './with-database.ts';

/** Gives a user a new password and signs the user out everywhere. */
export async function changePassword(username: string, { input: asks }: { input: boolean }): Promise<void> {
  const password = asks ? await askPassword() : passwordFrom('CLOUDMETA_PASSWORD');
  const passwordHash = await hashPassword(password);
  await withDatabase(async (em) => {
    const user = await em.findOne(User, { username });
    if (!user) throw new StartupError(`There is no user "${username}".`, { exitCode: exitCodes.notFound });
    user.passwordHash = passwordHash;
    await endSessions(em, user);
    await em.flush();
  });
  process.stdout.write(`The password of "${username}" is changed.\n`);
}
