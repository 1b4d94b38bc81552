/** The API tokens of the tests: one for each role, and one for an operator who may not assign roles to machines. */
import { Role } from '../../access/roles.ts';

const tokens = {
  viewer: { role: Role.VIEWER, rolesAssign: false },
  auditor: { role: Role.AUDITOR, rolesAssign: false },
  operator: { role: Role.OPERATOR, rolesAssign: true },
  operatorWithoutRoles: { role: Role.OPERATOR, rolesAssign: false },
  superuser: { role: Role.SUPERUSER, rolesAssign: false },
};

/** The secret of each token. */
export type Tokens = Record<keyof typeof tokens, string>;

/** Brings a database up to date and creates the tokens in it. */
export async function createTokens(databaseUrl: string): Promise<Tokens> {
  const { openDatabase } = await import('../../database/orm.ts'); // most suites that ask for a token need no ORM
  const { migrate } = await import('../../database/migrate.ts');
  const { ormParts } = await import('../../entities.ts');
  const { issueApiToken } = await import('../../access/issue-api-token.ts');
  const orm = await openDatabase(databaseUrl, ormParts);
  try {
    await migrate(orm);
    const em = orm.em.fork();
    const made = Object.entries(tokens).map(([name, may]) => {
      const { apiToken, secret } = issueApiToken({ name, ...may, expiresAt: null, owner: null });
      em.persist(apiToken);
      return [name, secret];
    });
    await em.flush();
    return Object.fromEntries(made) as Tokens;
  } finally {
    await orm.close(true);
  }
}
