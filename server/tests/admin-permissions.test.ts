/** The admin site for users who may not read or change everything. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { accessibilityProblems, allowTimeForPages, ana, openWindow, signIn } from './support/admin-site.ts';
import { openBrowser } from './support/browser.ts';
import { migratedDatabase, type MigratedDatabase } from './support/databases.ts';
import { createUser, createUserData } from './support/operations.ts';
import { Product } from './support/product.ts';

const secret = 'password: hunter-two';
const password = 'battery staple';

allowTimeForPages();

let database: MigratedDatabase;
let product: Product;
let browser: Browser;
let machine: string;
let document: string;

/** Returns the data of an operation, sent with a cookie, or else with the operator's token. */
async function given(query: string, input: object, cookie?: string) {
  const { data, errors } = await product.graphql(query, { input }, cookie ? { as: { cookie } } : {});
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return data;
}

beforeAll(async () => {
  database = await migratedDatabase('sqlite');
  product = await Product.start(database, ana);
  await product.run('createsuperuser', '--no-input');
  const signedIn = await product.graphql(
    'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { name } } }',
    { input: { username: 'ana', password: ana.CLOUDMETA_SUPERUSER_PASSWORD } },
    { as: 'nobody' },
  );
  const cookie = signedIn.headers.getSetCookie()[0]!.split(';', 1)[0]!;
  await given(createUser, { username: 'audra', password, role: 'AUDITOR' }, cookie);
  await given(createUser, { username: 'oscar', password, role: 'OPERATOR' }, cookie);
  document = (await given(createUserData, { name: 'base', text: secret })).createUserData.userData.id;
  await given('mutation ($input: CreateIamRoleInput!) { createIamRole(input: $input) { outcome } }', {
    name: 'admin',
  });
  const { createInstance } = await given(
    'mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { instance { id } } }',
    {
      hostname: 'guarded',
      userData: 'base',
      iamRole: 'admin',
      customMetadata: [{ path: 'meta-data/rack', value: secret }],
    },
  );
  machine = createInstance.instance.id;
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await product?.end();
  await database?.drop();
});

it('an auditor sees machines and documents, and where contents would be, which role reads them', async () => {
  const { page, close } = await openWindow(browser, product, 'light');
  await signIn(page, 'audra', password);
  const note = page.getByText('You may not read the contents of user data and custom metadata');

  await page.goto(`/admin/instances/${machine}?tab=user-data`);
  await page.getByRole('heading', { name: 'guarded' }).waitFor();
  await note.waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('tab', { name: 'Metadata' }).click();
  const tree = page.getByRole('region', { name: /Everything under/ });
  await tree.getByText('guarded').first().waitFor();
  await tree.getByText('(not shown)').first().waitFor();
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByText('customMetadata.meta-data/rack').waitFor();
  expect(await page.content()).not.toContain('hunter');

  await page.goto(`/admin/user-data/${document}`);
  await page.getByRole('heading', { name: 'base' }).waitFor();
  await note.waitFor();
  await page.getByRole('tab', { name: 'Used by' }).click();
  await page.getByRole('link', { name: 'guarded' }).waitFor();
  expect(await page.content()).not.toContain('hunter');
  await close();
});

it('an operator reads at its field why a machine with a role stays as it is', async () => {
  const { page, close } = await openWindow(browser, product, 'light');
  await signIn(page, 'oscar', password);

  await page.goto(`/admin/instances/${machine}/edit`);
  const hostname = page.getByRole('textbox', { name: 'Hostname', exact: true });
  await hostname.fill('renamed');
  await page.getByRole('button', { name: 'Save', exact: true }).click();

  await page
    .getByText(/guarded has a role\. Another machine could be taken for it/)
    .first()
    .waitFor();
  expect(await hostname.getAttribute('aria-invalid')).toBe('true');
  await hostname.fill('guarded');
  await close();
});
