import { ApiToken } from '../access/api-token.entity.ts';
import { issueApiToken } from '../access/issue-api-token.ts';
import { defaultTokenDays, defaultTokenExpiry } from '../access/token-expiry.ts';
import { Role } from '../access/roles.ts';
import { exitCodes, StartupError } from '../errors.ts';
import { problemOfName } from '../graphql/validators.ts';
import { withDatabase } from './with-database.ts';

interface TokenOptions {
  name: string;
  role: keyof typeof Role;
  assignRoles?: boolean;
  never?: boolean;
}

/** Creates an API token and prints it, this once. It has no owner, so it does not end with a user's account. */
export async function createToken(options: TokenOptions): Promise<void> {
  const { name, role, assignRoles = false, never = false } = options;
  const problem = problemOfName(name);
  if (problem) throw new StartupError(problem, { exitCode: exitCodes.usage });
  const secret = await withDatabase(async (em) => {
    if (await em.findOne(ApiToken, { name }))
      throw new StartupError(
        `There already is a token "${name}"; a revoked one keeps its name too. Choose another one.`,
        { exitCode: exitCodes.conflict },
      );
    const expiresAt = never ? null : defaultTokenExpiry(new Date());
    const issued = issueApiToken({
      name,
      role: Role[role],
      rolesAssign: assignRoles,
      expiresAt,
      owner: null,
    });
    em.persist(issued.apiToken);
    await em.flush();
    return issued.secret;
  });
  process.stdout.write(`${secret}\n`);
  if (!never)
    process.stderr.write(
      `It expires in ${defaultTokenDays} days: make another one before then. With --never one does not expire.\n`,
    );
}
