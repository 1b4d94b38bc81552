/** The API tokens of the tests: one for each role, and one for an operator who may not assign roles to machines. */
import { cloudmeta } from './cloudmeta.ts';

const optionsOf = {
  viewer: ['--role', 'VIEWER'],
  auditor: ['--role', 'AUDITOR'],
  operator: ['--role', 'OPERATOR', '--assign-roles'],
  operatorWithoutRoles: ['--role', 'OPERATOR'],
  superuser: ['--role', 'SUPERUSER'],
};

/** The secret of each token. */
export type Tokens = Record<keyof typeof optionsOf, string>;

/** Creates a token in a database with the command of the product. @returns its secret */
export async function createToken(databaseUrl: string, name: keyof Tokens): Promise<string> {
  const args = ['token', 'create', '--name', name, ...optionsOf[name], '--never'];
  const { code, stdout, stderr } = await cloudmeta(args, { DATABASE_URL: databaseUrl });
  if (code !== 0) throw new Error(`token create ended with ${code}: ${stderr}`);
  return stdout.trim();
}

export async function createTokens(databaseUrl: string): Promise<Tokens> {
  const tokens = {} as Tokens;
  for (const name of Object.keys(optionsOf) as (keyof Tokens)[])
    tokens[name] = await createToken(databaseUrl, name);
  return tokens;
}
