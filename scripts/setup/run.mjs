/** Runs the tools that setup needs. */
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Prints a line to standard error. */
export function say(line) {
  console.error(`setup: ${line}`);
}

/** Runs a command in the clone; if it fails, prints its output and throws with the message `failed`. */
export async function run(command, args, { failed, env = {} }) {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => child.kill();
  process.once('exit', stop);
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const reason = await ended(child);
  process.off('exit', stop);
  if (reason === undefined) return;
  process.stderr.write(Buffer.concat(output));
  throw new Error(`${failed} (${reason})`);
}

/** Resolves with undefined after exit code 0, else with the reason of its end. */
function ended(child) {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) =>
      resolve(code === 0 ? undefined : signal ? `ended by ${signal}` : `exit code ${code}`),
    );
  });
}
