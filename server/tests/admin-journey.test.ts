import { createRequire } from 'node:module';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { Guest } from './guest.ts';
import { Product } from './product.ts';
import { freshDatabase, type FreshDatabase } from './world.ts';

const axe = createRequire(import.meta.url).resolve('axe-core');
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEp5mUXvLQ2B8c0H5v0mM8Jr6q9QyO4a3cXo4rG0n1ab alice@laptop';
const document = '#cloud-config\npackages: [nginx]';

/** Where the screenshots are left when somebody wants to look at them. */
const screenshots = process.env.CLOUDMETA_SCREENSHOTS;

/** A busy machine draws a page in seconds, and the check of all pages opens a dozen. */
jest.setTimeout(240_000);

let database: FreshDatabase;
let product: Product;
let browser: Browser;

beforeAll(async () => {
  database = await freshDatabase('sqlite');
  product = await Product.start(database.url, {
    CLOUDMETA_SUPERUSER_USERNAME: 'ana',
    CLOUDMETA_SUPERUSER_PASSWORD: 'correct horse',
  });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await product?.end();
  await database?.drop();
});

async function look(page: Page, name: string): Promise<void> {
  if (!screenshots) return;
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

/** What axe finds wrong with the page, as `rule: place`. */
async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  return page.evaluate(async () => {
    const { violations } = await (globalThis as never as { axe: typeof import('axe-core') }).axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  });
}

/** A browser window that remembers every host it asked and everything that went wrong in it. */
async function openWindow(colorScheme: 'light' | 'dark') {
  const context: BrowserContext = await browser.newContext({
    baseURL: product.url,
    colorScheme,
    bypassCSP: false,
    viewport: { width: 1280, height: 900 },
  });
  const page = await context.newPage();
  const hosts = new Set<string>();
  const errors: string[] = [];
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return { page, hosts, errors, close: () => context.close() };
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/admin');
  await page.getByLabel('Username').fill('ana');
  await page.getByLabel('Password', { exact: true }).fill('correct horse');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

describe('An operator with a browser', () => {
  it('comes from signing in to a machine that is told its hostname', async () => {
    const { page, hosts, errors, close } = await openWindow('light');
    expect((await product.run('createsuperuser', '--no-input')).code).toBe(0);
    await signIn(page);
    await look(page, 'overview-light');

    await page.goto('/admin/keys/new');
    await page.getByRole('textbox', { name: 'Public keys' }).fill(key);
    await page.getByRole('list', { name: 'Keys found' }).getByText('ssh-ed25519').waitFor();
    await look(page, 'new-key-light');
    await page.getByRole('button', { name: /^(Add|Save|Register)/ }).click();
    await page
      .getByRole('heading', { name: 'alice@laptop' })
      .or(page.getByRole('link', { name: 'alice@laptop' }))
      .first()
      .waitFor();

    await page.goto('/admin/user-data/new');
    await page.getByRole('textbox', { name: 'Name' }).fill('base');
    await page.getByRole('textbox', { name: 'Content' }).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(document);
    await look(page, 'new-user-data-light');
    await page
      .getByRole('button', { name: /^(Save|Add)/ })
      .first()
      .click();
    await page.getByRole('heading', { name: 'base' }).waitFor();

    await page.goto('/admin/instances/new');
    await page.getByRole('textbox', { name: 'Hostname' }).fill('web-1');
    await page.getByRole('combobox', { name: 'Addresses', exact: true }).fill('127.0.7.1');
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'SSH keys' }).click();
    await page.getByRole('option', { name: 'alice@laptop' }).click();
    await page.keyboard.press('Escape');
    await page.getByText('A shared document').click();
    await page.getByRole('combobox', { name: 'Document' }).click();
    await page.getByRole('option', { name: 'base' }).click();
    await look(page, 'register-light');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('tab', { name: 'Wire' }).click();

    const tree = page.getByRole('region', { name: /Everything under/ });
    await tree.getByText('web-1').first().waitFor();
    await look(page, 'wire-light');
    const guest = new Guest('127.0.7.1', () => product.port);
    expect((await guest.get('/latest/meta-data/hostname')).text).toBe('web-1');
    expect((await guest.get('/latest/meta-data/public-keys/0/openssh-key')).text).toBe(`${key}\n`);
    expect((await guest.get('/latest/user-data')).text).toBe(document);
    expect([...hosts]).toEqual([new URL(product.url).host]);
    expect(errors).toEqual([]);
    await close();
  });

  it('is told at its fields what is wrong with a machine', async () => {
    const { page, close } = await openWindow('light');
    await signIn(page);
    await page.goto('/admin/instances/new');
    await page.getByRole('textbox', { name: 'Hostname' }).fill('web-1');
    await page.getByRole('combobox', { name: 'Addresses', exact: true }).fill('127.0.7.1');
    await page.keyboard.press('Enter');

    await page.getByRole('button', { name: 'Save', exact: true }).click();

    await page.getByText(/^web-1 already belongs to web-1 \(i-\w+\)\.$/).waitFor();
    await page.getByText(/^127\.0\.7\.1 already belongs to web-1 \(i-\w+\)\.$/).waitFor();
    await look(page, 'field-errors-light');
    await close();
  });

  it.each(['light', 'dark'] as const)(
    'meets no page that is hard to read or to reach, in the %s theme',
    async (theme) => {
      const { page, hosts, close } = await openWindow(theme);
      await page.goto('/admin/login');
      const problems: Record<string, string[]> = { '/admin/login': await accessibilityProblems(page) };
      await signIn(page);
      const pages = [
        '',
        '/instances',
        '/instances/new',
        '/keys',
        '/keys/new',
        '/user-data',
        '/user-data/new',
        '/me',
      ];
      const machine = await product.data('{ instance(by: { hostname: "web-1" }) { id } }');
      const tabs = ['', '?tab=wire', '?tab=user-data', '?tab=history'].map(
        (tab) => `/instances/${machine.instance.id}${tab}`,
      );

      for (const path of [...pages, ...tabs]) {
        await page.goto(`/admin${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        problems[path] = await accessibilityProblems(page);
        await look(page, `${theme}${path.replaceAll(/[^a-z]+/g, '-')}`);
      }

      expect(Object.fromEntries(Object.entries(problems).filter(([, found]) => found.length > 0))).toEqual(
        {},
      );
      expect([...hosts]).toEqual([new URL(product.url).host]);
      await close();
    },
  );

  it('asks the API by hand in a playground that loads nothing from elsewhere', async () => {
    const { page, hosts, errors, close } = await openWindow('dark');
    await signIn(page);

    await page.goto('/admin/api');
    await page.getByRole('button', { name: /Execute query/ }).waitFor();
    await page.waitForLoadState('networkidle');

    await look(page, 'playground-dark');
    expect([...hosts]).toEqual([new URL(product.url).host]);
    expect(errors).toEqual([]);
    await close();
  });
});

describe('Somebody who is not signed in', () => {
  it('sees the sign-in page whatever page is asked for', async () => {
    const { page, close } = await openWindow('light');

    await page.goto('/admin/instances');

    await page.waitForURL('**/admin/login?next=%2Fadmin%2Finstances');
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await close();
  });
});
