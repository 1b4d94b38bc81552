import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { StartupError } from './errors.ts';
import { normaliseCidr } from './networks/cidr.ts';
import { isIpv4, normaliseIp } from './networks/ip-address.ts';

const makeKey = 'make one with: openssl rand -hex 32';

const wholeNumber = (from: number, to: number) => {
  const error = `must be a whole number from ${from} to ${to}`;
  return z.coerce.number({ error }).int({ error }).min(from, { error }).max(to, { error });
};

const oneOf = <const Names extends readonly [string, ...string[]]>(...names: Names) =>
  z.enum(names, { error: `must be one of ${names.join(', ')}` });

/** Several values with commas between them; each wrong one is reported by itself. */
const list = <Entry>(read: (text: string) => Entry | undefined, advice: string) =>
  z
    .string()
    .default('')
    .transform((text, context): readonly Entry[] => {
      const texts = text.split(',').map((part) => part.trim());
      return texts.filter(Boolean).flatMap((part) => {
        const entry = read(part);
        if (entry === undefined) context.addIssue({ code: 'custom', message: `"${part}" ${advice}` });
        return entry ?? [];
      });
    });

/** An address and a port; IPv6 in brackets, with its link where it is a link-local one. */
function listenAddress(text: string): { host: string; port: number } | undefined {
  const [, host, port] = /^(\[[0-9a-fA-F:.]+(?:%[\w.-]+)?\]|[^:[\]]+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535) return undefined;
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}

/** A block of addresses; a bare address is the block of one host. */
function hosts(text: string): string | undefined {
  const address = normaliseIp(text);
  return address === undefined ? normaliseCidr(text) : `${address}/${isIpv4(address) ? 32 : 128}`;
}

const databaseUrl = z
  .string()
  .regex(
    /^(sqlite:.+|postgres(ql)?:\/\/.+)$/,
    'must be sqlite:path, sqlite::memory: or postgres://user:password@host:port/name',
  );

const replicaUrl = (text: string) => (/^postgres(ql)?:\/\/.+$/.test(text) ? text : undefined);

const word = (text: string) =>
  z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without blanks')
    .default(text);

/** Every variable with its rule and default; `SECRET_KEY` is made where none is given. */
const variables = z.object({
  SECRET_KEY: z.string().min(32, `is too short: at least 32 characters; ${makeKey}`).optional(),
  DATABASE_URL: databaseUrl.default('sqlite:data/cloudmeta.db'),
  DATABASE_REPLICA_URLS: list(replicaUrl, 'must be postgres://user:password@host:port/name'),
  PORT: wholeNumber(0, 65535).default(8000),
  HOST: z.string().optional(),
  METADATA_LISTEN: list(listenAddress, 'must be an address and a port, as 169.254.169.254:80'),
  TRUSTED_PROXIES: list(hosts, 'must be an address or a block of addresses, as 10.0.0.5 or fd00::/64'),
  METADATA_PROXY_SHARED_SECRET: z.string().optional(),
  WEB_CONCURRENCY: wholeNumber(1, 64).default(1),
  LOG_LEVEL: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').default('info'),
  LOG_FORMAT: oneOf('pretty', 'json').optional(),
  METADATA_REGION: word('lab-local-1'),
  METADATA_ZONE: z
    .string()
    .regex(/^[\x21-\x7e]*[a-z]$/, 'must end in a lower-case letter, as lab-local-1a')
    .optional(),
  METADATA_ACCOUNT_ID: z
    .string()
    .regex(/^\d{12}$/, 'must be twelve digits')
    .default('000000000000'),
  METADATA_DOMAIN: word('amazonaws.com'),
  METADATA_PARTITION: word('aws'),
  METADATA_CACHE_INSTANCES: wholeNumber(1, 1_000_000).default(10_000),
  METADATA_SNAPSHOT: z.string().optional(),
  METADATA_HTTP_TOKENS: oneOf('optional', 'required').default('optional'),
  USER_DATA_LIMIT: wholeNumber(1, 64 * 1024 * 1024).default(16384),
});

export type Variable = keyof typeof variables.shape;
type Values = z.infer<typeof variables>;

/** What the process runs with: every variable's value, frozen. */
export type Config = Readonly<Omit<Values, 'SECRET_KEY' | 'LOG_FORMAT' | 'METADATA_ZONE'>> & {
  readonly SECRET_KEY: string;
  readonly LOG_FORMAT: 'pretty' | 'json';
  readonly METADATA_ZONE: string;
  /** Where each value came from. */
  readonly sources: Readonly<Record<Variable, 'environment' | '.env' | 'default' | 'made at start'>>;
};

type Environment = Record<string, string | undefined>;

/** The variables of the `.env` file in the working directory; none where there is no such file. */
export function readDotEnv(path = '.env'): Environment {
  return existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {};
}

/**
 * Reads the configuration from the environment, then `.env`, then the defaults.
 * @throws StartupError that lists every wrong variable at once.
 */
export function readConfig(
  environment: Environment = process.env,
  dotEnv: Environment = readDotEnv(),
): Config {
  const names = Object.keys(variables.shape) as Variable[];
  const given = Object.fromEntries(
    names.map((name) => [name, environment[name] || dotEnv[name] || undefined] as const),
  );
  const parsed = variables.safeParse(given);
  const problems = [...(parsed.error?.issues ?? []).map(problemOf), ...problemsTogether(given)];
  if (!parsed.success || problems.length > 0)
    throw new StartupError(`The configuration is wrong: ${problems.join('; ')}.`);
  const values = parsed.data;
  return Object.freeze({
    ...values,
    SECRET_KEY: values.SECRET_KEY ?? randomBytes(32).toString('hex'),
    LOG_FORMAT: values.LOG_FORMAT ?? (process.stdout.isTTY ? 'pretty' : 'json'),
    METADATA_ZONE: values.METADATA_ZONE ?? `${values.METADATA_REGION}a`,
    METADATA_SNAPSHOT: snapshotFolder(values),
    sources: Object.freeze(sourcesOf(names, environment, dotEnv)),
  });
}

/** SQLite is at hand as long as the disk is, so only what a database on another machine says is kept beside it. */
function snapshotFolder({ METADATA_SNAPSHOT: given, DATABASE_URL: url }: Values): string | undefined {
  if (given === 'none') return undefined;
  return given ?? (url.startsWith('sqlite:') ? undefined : 'data/snapshot');
}

function sourcesOf(names: Variable[], environment: Environment, dotEnv: Environment) {
  const source = (name: Variable) => {
    if (environment[name]) return 'environment';
    if (dotEnv[name]) return '.env';
    return name === 'SECRET_KEY' ? 'made at start' : 'default';
  };
  return Object.fromEntries(names.map((name) => [name, source(name)])) as Config['sources'];
}

const problemOf = ({ path, message }: z.core.$ZodIssue) => `${path[0]?.toString()} ${message}`;

/** What is wrong although every variable is right by itself: what one needs of another. */
function problemsTogether(given: Environment): string[] {
  const has = (name: Variable) => /[^\s,]/.test(given[name] ?? '');
  const isSqlite = !given.DATABASE_URL?.startsWith('postgres');
  const isSeveral = Number(given.WEB_CONCURRENCY ?? 1) > 1;
  const rules: [boolean, string][] = [
    [
      has('METADATA_PROXY_SHARED_SECRET') && !has('TRUSTED_PROXIES'),
      "METADATA_PROXY_SHARED_SECRET needs TRUSTED_PROXIES: name there where OpenStack's metadata agents ask from, as 10.0.0.5, or leave the secret out",
    ],
    [
      has('DATABASE_REPLICA_URLS') && isSqlite,
      'DATABASE_REPLICA_URLS needs a DATABASE_URL of PostgreSQL: SQLite has no replicas',
    ],
    [
      isSeveral && !has('SECRET_KEY'),
      `WEB_CONCURRENCY needs SECRET_KEY: several processes have to take the tokens of each other; ${makeKey}`,
    ],
    [
      isSeveral && given.DATABASE_URL === 'sqlite::memory:',
      'WEB_CONCURRENCY needs a DATABASE_URL that several processes can share: a file or PostgreSQL',
    ],
    [
      isSeveral && given.PORT === '0',
      'WEB_CONCURRENCY needs a PORT: each process would take another one for 0',
    ],
  ];
  return rules.flatMap(([isBroken, problem]) => (isBroken ? problem : []));
}

/** The configuration as `cloudmeta check` shows it: name, value and source, secrets hidden. */
export function describeConfig(config: Config): { name: Variable; value: string; source: string }[] {
  return (Object.keys(config.sources) as Variable[]).map((name) => ({
    name,
    value: shown(name, config),
    source: config.sources[name],
  }));
}

const secrets: readonly Variable[] = ['SECRET_KEY', 'METADATA_PROXY_SHARED_SECRET'];

function shown(name: Variable, config: Config): string {
  const value = config[name];
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '(none)';
  if (secrets.includes(name)) return '(hidden)';
  if (name === 'DATABASE_URL') return withoutPassword(config.DATABASE_URL);
  if (name === 'DATABASE_REPLICA_URLS') return config.DATABASE_REPLICA_URLS.map(withoutPassword).join(', ');
  if (name === 'METADATA_LISTEN') return config.METADATA_LISTEN.map(written).join(', ');
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** An address and a port as a URL has them. */
export const written = ({ host, port }: { host: string; port: number }) =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** A database URL that may be shown: its password is left out. */
export function withoutPassword(url: string): string {
  const [host, user] = [url.lastIndexOf('@'), url.indexOf('://') + '://'.length];
  const name = user >= '://'.length && host > user ? url.slice(user, host).split(':', 1)[0]! : undefined;
  const hasPassword = name !== undefined && user + name.length < host && !/[/?@]/.test(name);
  const withName = hasPassword ? `${url.slice(0, user)}${name}:***${url.slice(host)}` : url;
  return withName.replace(/([?&]\w*password=)[^&]*/gi, '$1***');
}
