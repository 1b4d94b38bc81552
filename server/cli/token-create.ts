import { ApiToken } from '../access/api-token.entity.ts';
import { issueApiToken } from '../access/issue-api-token.ts';
import { Role } from '../access/user.entity.ts';
import { StartupError } from '../errors.ts';
import { problemOfName } from '../graphql/validators.ts';
import { withDatabase } from './with-database.ts';

/** Makes an API token and prints it, this once. */
export async function createToken({ name, role }: { name: string; role: keyof typeof Role }): Promise<void> {
  const problem = problemOfName(name);
  if (problem) throw new StartupError(problem);
  const secret = await withDatabase(async (em) => {
    if (await em.findOne(ApiToken, { name })) throw new StartupError(`There already is a token "${name}".`);
    const issued = issueApiToken({ name, role: Role[role], expiresAt: null });
    em.persist(issued.apiToken);
    await em.flush();
    return issued.secret;
  });
  process.stdout.write(`${secret}\n`);
}
