/** A real Chromium for tests: CHROMIUM_PATH, else the one from the npm registry, else the machine's own. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

const ROOT = dirname(dirname(dirname(import.meta.dirname)));
const MACHINES_OWN = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** No requests to outside hosts: tests run without internet access. */
const ARGS = [
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Launches a browser; close it when done. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ args: ARGS, ...(await whichBrowser()) });
}

async function whichBrowser(): Promise<LaunchOptions> {
  const given = process.env['CHROMIUM_PATH'];
  if (given) return { executablePath: given };
  if (process.platform === 'linux' && process.arch === 'x64') return packagedBrowser();
  const found = MACHINES_OWN.find((path) => existsSync(path));
  if (found === undefined)
    throw new Error('No Chromium here: set CHROMIUM_PATH to the program of a Chromium or Chrome');
  return { executablePath: found };
}

/** Returns the package's Chromium with its own libraries and fonts, so that the machine needs none of them. */
async function packagedBrowser(): Promise<LaunchOptions> {
  const folder = await unpacked();
  const libraries = join(folder, 'al2023', 'lib');
  return {
    executablePath: join(folder, 'chromium'),
    env: { ...process.env, LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  };
}

/** Unpacks each version once, by a single rename: if several processes unpack at once, the first one wins. */
async function unpacked(): Promise<string> {
  const { version } = createRequire(import.meta.url)(
    '../../../node_modules/@sparticuz/chromium/package.json',
  ) as { version: string };
  const cache = join(ROOT, '.cache');
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const made = await mkdtemp(join(cache, 'chromium-'));
  try {
    await unpackInto(made, folder);
    await rename(made, folder);
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Unpacks in a child process: the package unpacks into TMPDIR, and its libraries only if it seems to be on Lambda. */
async function unpackInto(folder: string, home: string): Promise<void> {
  const code = `import('@sparticuz/chromium').then((module) => module.default.executablePath())`;
  await promisify(execFile)(process.execPath, ['-e', code], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x', NODE_OPTIONS: '' },
  });
  const fonts = [join(home, 'fonts'), '/usr/share/fonts'].map((path) => `<dir>${path}</dir>`).join('');
  const cache = `<cachedir>${join(home, 'font-cache')}</cachedir>`;
  await writeFile(
    join(folder, 'fonts.conf'),
    `<?xml version="1.0"?><fontconfig>${fonts}${cache}</fontconfig>\n`,
  );
}
