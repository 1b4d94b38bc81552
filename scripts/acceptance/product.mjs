/** The built product, started for the acceptance checks. */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../server/http/free-port.ts';

const START_TIMEOUT_MS = 180_000; // machines that boot at the same time may use both processors

/** The options of the token that the checks use. */
const OPERATOR = ['--role', 'OPERATOR', '--assign-roles'];

/**
 * Starts the server of a checkout on a free loopback port; returns its URL, a token, and functions to stop it and to
 * read the end of its log. `environment` has further variables.
 */
export async function startProduct({ databaseUrl, environment = {}, root = '.', tokenOptions = OPERATOR }) {
  const port = await freePort();
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
    NODE_ENV: 'production',
    PORT: `${port}`,
    SECRET_KEY: randomBytes(32).toString('hex'),
    ...environment,
  };
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(process.execPath, ['dist/server/main.js'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = collect(server);
  const stop = () => stopServer(server);
  process.once('exit', () => server.kill());
  try {
    await answering(url, server);
    return { url, stop, log, token: await createToken(tokenOptions, { cwd: root, env }) };
  } catch (error) {
    await stop();
    throw new Error(`${error.message}\n${log()}`, { cause: error });
  }
}

/** Runs `cloudmeta token create`, which prints the token on its standard output. */
async function createToken(tokenOptions, options) {
  const args = [
    'dist/server/cli/main.js',
    'token',
    'create',
    '--name',
    randomBytes(8).toString('hex'),
    ...tokenOptions,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  const token = /\bcm_\S+/.exec(stdout)?.[0];
  if (!token) throw new Error(`\`cloudmeta token create\` printed no token but: ${stdout}`);
  return token;
}

/** Resolves once the server answers GraphQL with any status but 503, which it gives shortly after the start. */
async function answering(url, server) {
  const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
  const end = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < end) {
    if (server.exitCode !== null) throw new Error(`the server ended with exit code ${server.exitCode}`);
    const response = await fetch(`${url}/graphql`, options).catch(() => undefined);
    await response?.body?.cancel();
    if (response && response.status !== 503) return;
    await sleep(100);
  }
  throw new Error(`the server did not answer at ${url} in ${START_TIMEOUT_MS / 1000} s`);
}

async function stopServer(server) {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  const timer = setTimeout(() => server.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(timer);
}

/** Collects the server's output; returns a function that gives its last 8,000 characters. */
function collect(server) {
  let text = '';
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => (text = (text + chunk).slice(-8_000)));
  }
  return () => text;
}
