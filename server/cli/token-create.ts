import { ApiToken } from '../access/api-token.entity.ts';
import { issueApiToken } from '../access/issue-api-token.ts';
import { Role } from '../access/user.entity.ts';
import { exitCodes, StartupError } from '../errors.ts';
import { problemOfName } from '../graphql/validators.ts';
import { withDatabase } from './with-database.ts';

interface TokenOptions {
  name: string;
  role: keyof typeof Role;
  assignRoles?: boolean;
}

/** Makes an API token and prints it, this once. */
export async function createToken({ name, role, assignRoles = false }: TokenOptions): Promise<void> {
  const problem = problemOfName(name);
  if (problem) throw new StartupError(problem, { exitCode: exitCodes.usage });
  const secret = await withDatabase(async (em) => {
    if (await em.findOne(ApiToken, { name }))
      throw new StartupError(`There already is a token "${name}".`, { exitCode: exitCodes.conflict });
    const given = { name, role: Role[role], rolesAssign: assignRoles, expiresAt: null };
    const issued = issueApiToken(given);
    em.persist(issued.apiToken);
    await em.flush();
    return issued.secret;
  });
  process.stdout.write(`${secret}\n`);
}
