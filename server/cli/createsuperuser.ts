import { input } from '@inquirer/prompts';
import { usernamePattern, usernameRule } from '../access/credentials-rules.ts';
import { hashPassword } from '../access/password.ts';
import { Role } from '../access/roles.ts';
import { User } from '../access/user.entity.ts';
import { exitCodes, StartupError } from '../errors.ts';
import { askPassword, expectTerminal, passwordFrom } from './ask-password.ts';
import { withDatabase } from './with-database.ts';

const environment = { username: 'CLOUDMETA_SUPERUSER_USERNAME', password: 'CLOUDMETA_SUPERUSER_PASSWORD' };

const isGood = (username: string) => usernamePattern.test(username) || usernameRule;

/** Creates a user who may do everything; prompts for name and password, or takes them from the environment. */
export async function createSuperuser({ input: asks }: { input: boolean }): Promise<void> {
  if (asks) expectTerminal(`use --no-input, with ${environment.username} and ${environment.password}`);
  const username = asks ? await input({ message: 'User name', validate: isGood }) : usernameFromEnvironment();
  const owner = { username, role: Role.SUPERUSER };
  const password = asks ? await askPassword(owner) : passwordFrom(environment.password, owner);
  const passwordHash = await hashPassword(password);
  await withDatabase(async (em) => {
    if (await em.findOne(User, { username }))
      throw new StartupError(
        `There already is a user "${username}". To change the password: cloudmeta changepassword.`,
        { exitCode: exitCodes.conflict },
      );
    em.persist(new User(username, passwordHash, Role.SUPERUSER));
    await em.flush();
  });
  process.stdout.write(`The super user "${username}" can sign in.\n`);
}

function usernameFromEnvironment(): string {
  const username = process.env[environment.username] ?? '';
  if (isGood(username) === true) return username;
  throw new StartupError(`${environment.username} is missing or wrong. ${usernameRule}`, {
    exitCode: exitCodes.usage,
  });
}
