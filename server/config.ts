import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import * as z from 'zod';
import {
  addressBlock,
  databaseUrl,
  hostName,
  isSameEndpoint,
  keyList,
  list,
  listenAddress,
  oneOf,
  originOf,
  readBy,
  replicaUrl,
  wholeNumber,
  word,
  type ListenAddress,
} from './config-values.ts';
import { exitCodes, StartupError } from './errors.ts';

const makeKey = 'make one with: openssl rand -hex 32';
const wholeKeys =
  'give the whole SECRET_KEY of before, several with commas between them; one that has a comma cannot be among them';
/** Each key costs one signature check of every session token that no key has signed. */
const maxPreviousKeys = 8;
const endpoint =
  'must be an address and a port, as 169.254.169.254:80; a link-local one with its network interface, as [fe80::1%virbr0]:80';
const block =
  'must be an address or a block of addresses, as 10.0.0.5 or fd00::/64; link-local ones with their network interface, as fe80::5%virbr0 or fe80::%virbr0/64';

/** The fault of a key, as the end of a sentence that begins with the key's name. */
function problemOfKey(key: string): string | undefined {
  if (key.length < 32) return 'is too short: at least 32 characters';
  return new Set(key).size < 12 ? 'has fewer than 12 different characters' : undefined;
}

/** Every variable with its rule and default; `SECRET_KEY` is generated if it is not set. */
const variables = z.object({
  SECRET_KEY: z
    .string()
    .superRefine((key, context) => {
      const problem = problemOfKey(key);
      if (problem) context.addIssue({ code: 'custom', message: `${problem}; ${makeKey}` });
    })
    .optional(),
  SECRET_KEY_PREVIOUS: keyList((key) => {
    const problem = problemOfKey(key);
    return problem && `${problem}; ${wholeKeys}`;
  }, maxPreviousKeys),
  DATA_DIR: z.string().default('data'),
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_REPLICA_URLS: list(replicaUrl, 'must be postgres://user:password@host:port/name'),
  PORT: wholeNumber(0, 65535).default(8000),
  HOST: z.string().optional(),
  METADATA_LISTEN: list(listenAddress, endpoint),
  TRUSTED_PROXIES: list(addressBlock, block),
  METADATA_PROXY_SHARED_SECRET: z.string().optional(),
  ADMIN_LISTEN: readBy(listenAddress, 'must be an address and a port, as 10.0.0.1:8443').optional(),
  ADMIN_TLS_CERT: z.string().optional(),
  ADMIN_TLS_KEY: z.string().optional(),
  ADMIN_URL: readBy(
    originOf,
    'must be http:// or https:// and a host, without a path, as https://cloudmeta.example.org',
  ).optional(),
  ADMIN_ALLOWED_NETWORKS: list(addressBlock, block),
  ALLOWED_HOSTS: list(hostName, 'must be a host name or an address without a port, as cloudmeta.example.org'),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, 'must be at least 16 characters of printable ASCII without blanks')
    .optional(),
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
  USER_DATA_LIMIT: wholeNumber(1, 2 * 1024 * 1024).default(16384),
});

export type Variable = keyof typeof variables.shape;
type Values = z.infer<typeof variables>;

/** The configuration of the process: every variable's value, frozen. */
export type Config = Readonly<
  Omit<Values, 'SECRET_KEY' | 'DATABASE_URL' | 'LOG_FORMAT' | 'METADATA_ZONE'>
> & {
  readonly SECRET_KEY: string;
  readonly DATABASE_URL: string;
  readonly LOG_FORMAT: 'pretty' | 'json';
  readonly METADATA_ZONE: string;
  /** The source of each value. */
  readonly sources: Readonly<Record<Variable, 'environment' | '.env' | 'default' | 'made at start'>>;
};

type Environment = Record<string, string | undefined>;

/** The variables of the `.env` file in the working directory; empty if there is no such file. */
function readDotEnv(path = '.env'): Environment {
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
  const problems = [
    ...(parsed.error?.issues ?? []).map(problemOf),
    ...problemsTogether(given),
    ...(parsed.data ? overlaps(parsed.data) : []),
  ];
  if (!parsed.success || problems.length > 0)
    throw new StartupError(`The configuration is wrong: ${problems.join('; ')}.`, {
      exitCode: exitCodes.usage,
    });
  const values = parsed.data;
  return Object.freeze({
    ...values,
    SECRET_KEY: values.SECRET_KEY ?? randomBytes(32).toString('base64url'),
    DATABASE_URL: values.DATABASE_URL ?? `sqlite:${join(values.DATA_DIR, 'cloudmeta.db')}`,
    ALLOWED_HOSTS: allowedHosts(values),
    LOG_FORMAT: values.LOG_FORMAT ?? (process.stdout.isTTY ? 'pretty' : 'json'),
    METADATA_ZONE: values.METADATA_ZONE ?? `${values.METADATA_REGION}a`,
    METADATA_SNAPSHOT: snapshotFolder(values),
    sources: Object.freeze(sourcesOf(names, environment, dotEnv)),
  });
}

/** By default only PostgreSQL has a snapshot: a SQLite database is available as long as the disk is. */
function snapshotFolder(values: Values): string | undefined {
  const { METADATA_SNAPSHOT: given, DATABASE_URL: url, DATA_DIR: folder } = values;
  if (given === 'none') return undefined;
  return given ?? (url?.startsWith('postgres') ? join(folder, 'snapshot') : undefined);
}

/** The host of ADMIN_URL is allowed too. */
function allowedHosts({ ALLOWED_HOSTS: hosts, ADMIN_URL: url }: Values): readonly string[] {
  return hosts.length === 0 || url === undefined ? hosts : [...hosts, new URL(url).hostname];
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

/** Problems of variables that are valid by themselves but need another one. */
function problemsTogether(given: Environment): string[] {
  const has = (name: Variable) => /[^\s,]/.test(given[name] ?? '');
  const isSqlite = !given.DATABASE_URL?.startsWith('postgres');
  const rules: [boolean, string][] = [
    [
      has('SECRET_KEY_PREVIOUS') && !has('SECRET_KEY'),
      'SECRET_KEY_PREVIOUS needs SECRET_KEY: those of before only open, and the present one encrypts',
    ],
    [
      has('METADATA_PROXY_SHARED_SECRET') && !has('TRUSTED_PROXIES'),
      "METADATA_PROXY_SHARED_SECRET needs TRUSTED_PROXIES: name there where OpenStack's metadata agents ask from, as 10.0.0.5, or leave the secret out",
    ],
    [
      has('DATABASE_REPLICA_URLS') && isSqlite,
      'DATABASE_REPLICA_URLS needs a DATABASE_URL of PostgreSQL: SQLite has no replicas',
    ],
    [
      has('ADMIN_TLS_CERT') !== has('ADMIN_TLS_KEY'),
      'ADMIN_TLS_CERT and ADMIN_TLS_KEY need each other: the files of a certificate and of its private key',
    ],
    [
      has('ADMIN_TLS_CERT') && !has('ADMIN_LISTEN'),
      'ADMIN_TLS_CERT needs ADMIN_LISTEN: the listener that speaks https, as 10.0.0.1:8443',
    ],
  ];
  return rules.flatMap(([isBroken, problem]) => (isBroken ? problem : []));
}

/** Endpoints that several variables name: only one of their listeners would get connections. */
function overlaps({
  HOST: host,
  PORT: port,
  ADMIN_LISTEN: admin,
  METADATA_LISTEN: metadata,
}: Values): string[] {
  const onPort = { host, port, name: `PORT ${port}${host === undefined ? '' : ` of ${host}`}` };
  const named = (variable: Variable) => (address: ListenAddress) => ({
    ...address,
    name: `${variable} ${formatListenAddress(address)}`,
  });
  const all = [
    onPort,
    ...(admin ? [named('ADMIN_LISTEN')(admin)] : []),
    ...metadata.map(named('METADATA_LISTEN')),
  ];
  return all.flatMap((one, n) => {
    const other = all.slice(0, n).find((before) => isSameEndpoint(before, one));
    return other ? `${one.name} overlaps with ${other.name}: give each an address or a port of its own` : [];
  });
}

/** An address and a port in the form of a URL. */
export const formatListenAddress = ({ host, port }: ListenAddress) =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** A database URL without its password, so that it may be shown. */
export function withoutPassword(url: string): string {
  const [host, user] = [url.lastIndexOf('@'), url.indexOf('://') + '://'.length];
  const name = user >= '://'.length && host > user ? url.slice(user, host).split(':', 1)[0]! : undefined;
  const hasPassword = name !== undefined && user + name.length < host && !/[/?@]/.test(name);
  const withName = hasPassword ? `${url.slice(0, user)}${name}:***${url.slice(host)}` : url;
  return withName.replace(/([?&]\w*password=)[^&]*/gi, '$1***');
}
