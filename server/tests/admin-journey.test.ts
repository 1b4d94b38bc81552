import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import {
  accessibilityProblems,
  allowTimeForPages,
  ana,
  look,
  openWindow,
  problemsOfPages,
  signIn,
} from './support/admin-site.ts';
import { openBrowser } from './support/browser.ts';
import { Guest } from './support/guest.ts';
import { createInstance } from './support/operations.ts';
import { Product } from './support/product.ts';
import { migratedDatabase, type MigratedDatabase } from './support/databases.ts';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEp5mUXvLQ2B8c0H5v0mM8Jr6q9QyO4a3cXo4rG0n1ab alice@laptop';
const document = '## template: jinja\n#cloud-config\npackages: [nginx]';

allowTimeForPages();

let database: MigratedDatabase;
let product: Product;
let browser: Browser;

beforeAll(async () => {
  database = await migratedDatabase('sqlite');
  product = await Product.start(database, ana);
  await product.run('createsuperuser', '--no-input');
  await product.data(createInstance, { input: { hostname: 'db-1', addresses: ['127.0.7.9'] } });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await product?.end();
  await database?.drop();
});

describe('An operator with a browser', () => {
  it('comes from signing in to a machine that is told its hostname', async () => {
    const { page, hosts, errors, close } = await openWindow(browser, product, 'light');
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
    await page.getByText('cloud-config', { exact: true }).waitFor();
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
    await page.getByRole('tab', { name: 'Metadata' }).click();

    const tree = page.getByRole('region', { name: /Everything under/ });
    await tree.getByText('web-1').first().waitFor();
    await look(page, 'metadata-light');
    const guest = new Guest('127.0.7.1', () => product.port);
    expect((await guest.get('/latest/meta-data/hostname')).text).toBe('web-1');
    expect((await guest.get('/latest/meta-data/public-keys/0/openssh-key')).text).toBe(`${key}\n`);
    expect((await guest.get('/latest/user-data')).text).toBe(document);
    expect([...hosts]).toEqual([new URL(product.url).host]);
    expect(errors).toEqual([]);
    await close();
  });

  it('is told at its fields what is wrong with a machine', async () => {
    const { page, close } = await openWindow(browser, product, 'light');
    await signIn(page);
    await page.goto('/admin/instances/new');
    await page.getByRole('textbox', { name: 'Hostname' }).fill('db-1');
    await page.getByRole('combobox', { name: 'Addresses', exact: true }).fill('127.0.7.9');
    await page.keyboard.press('Enter');

    await page.getByRole('button', { name: 'Save', exact: true }).click();

    await page.getByText(/^db-1 already belongs to db-1 \(i-\w+\)\. Give another one, /).waitFor();
    await page.getByText(/^127\.0\.7\.9 already belongs to db-1 \(i-\w+\)\. Give another one, /).waitFor();
    await look(page, 'field-errors-light');
    await close();
  });

  it('meets no page that is hard to read or to reach, in either theme', async () => {
    const { page, hosts, close } = await openWindow(browser, product, 'light');
    await page.goto('/admin/login');
    expect(await accessibilityProblems(page)).toEqual([]);
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
    const machine = await product.data('{ instance(by: { hostname: "db-1" }) { id } }');
    const tabs = ['', '?tab=metadata', '?tab=user-data', '?tab=history'].map(
      (tab) => `/instances/${machine.instance.id}${tab}`,
    );

    const problems = await problemsOfPages(page, [...pages, ...tabs]);

    expect(problems).toEqual({});
    expect([...hosts]).toEqual([new URL(product.url).host]);
    await close();
  });

  it('asks the API by hand in a playground that loads nothing from elsewhere', async () => {
    const { page, hosts, errors, close } = await openWindow(browser, product, 'dark');
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
    const { page, close } = await openWindow(browser, product, 'light');

    await page.goto('/admin/instances');

    await page.waitForURL('**/admin/login?next=%2Fadmin%2Finstances');
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await close();
  });
});
