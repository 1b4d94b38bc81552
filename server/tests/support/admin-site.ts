/** Drives the admin site in a real browser, in a desktop-sized window. */
import { createRequire } from 'node:module';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { Product } from './product.ts';

const axe = createRequire(import.meta.url).resolve('axe-core');

/** The folder for screenshots; if it is undefined, none are taken. */
const screenshots = process.env.CLOUDMETA_SCREENSHOTS;

/** The longest wait for a page, in milliseconds: a busy machine draws slowly. */
const timeoutMs = 120_000;

/** Gives the cases of a suite the time for a dozen pages, some of them drawn twice. Call it where the suite begins. */
export const allowTimeForPages = () => jest.setTimeout(4 * timeoutMs);

/** The credentials that `signIn` uses; pass them to `Product.start` before `createsuperuser`. */
export const ana = {
  CLOUDMETA_SUPERUSER_USERNAME: 'ana',
  CLOUDMETA_SUPERUSER_PASSWORD: 'correct horse',
};

export async function look(page: Page, name: string): Promise<void> {
  if (!screenshots) return;
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

/** Returns the problems that axe finds on the page, as `rule: place`; by one rule alone if it is named. */
export async function accessibilityProblems(page: Page, rule?: string): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  return page.evaluate(async (only) => {
    const { axe: tester } = globalThis as never as { axe: typeof import('axe-core') };
    const { violations } = await tester.run(only === undefined ? {} : { runOnly: [only] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  }, rule);
}

/** The themes, with the rule to check in each if not all: only colours differ from one to the other. */
const themes = [['light'], ['dark', 'color-contrast']] as const;

/** Returns the problems that axe finds, by page and theme, once each page is drawn; pages without any are left out. */
export async function problemsOfPages(page: Page, paths: string[]): Promise<Record<string, string[]>> {
  const problems: Record<string, string[]> = {};
  for (const path of paths) {
    await page.goto(`/admin${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    for (const [theme, rule] of themes) {
      await page.emulateMedia({ colorScheme: theme });
      await page.locator(`[data-mantine-color-scheme=${theme}]`).waitFor();
      const found = await accessibilityProblems(page, rule);
      if (found.length > 0) problems[`${path}, ${theme}`] = found;
      await look(page, `${theme}${path.replaceAll(/[^a-z]+/g, '-')}`);
    }
  }
  return problems;
}

/** Opens a browser window that records every requested host and every error of its page and console. */
export async function openWindow(browser: Browser, product: Product, colorScheme: 'light' | 'dark') {
  const context = await browser.newContext({
    baseURL: product.url,
    colorScheme,
    bypassCSP: false,
    viewport: { width: 1280, height: 900 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(timeoutMs);
  const hosts = new Set<string>();
  const errors: string[] = [];
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return { page, hosts, errors, close: () => context.close() };
}

export async function signIn(
  page: Page,
  username = ana.CLOUDMETA_SUPERUSER_USERNAME,
  password = ana.CLOUDMETA_SUPERUSER_PASSWORD,
): Promise<void> {
  await page.goto('/admin');
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}
