import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { allowTimeForPages, ana, look, openWindow, problemsOfPages, signIn } from './support/admin-site.ts';
import { openBrowser } from './support/browser.ts';
import { Guest } from './support/guest.ts';
import { Product } from './support/product.ts';
import { migratedDatabase, type MigratedDatabase } from './support/databases.ts';

const macs = ['52:54:00:aa:bb:01', '52:54:00:aa:bb:02'] as const;

allowTimeForPages();

let database: MigratedDatabase;
let product: Product;
let browser: Browser;

beforeAll(async () => {
  database = await migratedDatabase('sqlite');
  product = await Product.start(database, ana);
  await product.run('createsuperuser', '--no-input');
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await product?.end();
  await database?.drop();
});

const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click();
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });

/** Finds a message below a field, not above the form. */
const atField = (page: Page, text: string) => page.locator('[id$="-error"]').getByText(text);

/** Adds a value to a field that takes several. */
async function word(page: Page, label: string, text: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).fill(text);
  await page.keyboard.press('Enter');
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option }).click();
  await page.keyboard.press('Escape');
}

async function makeVpc(page: Page): Promise<void> {
  await page.goto('/admin/networks');
  await page.getByRole('link', { name: 'New VPC' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('lab');
  await word(page, 'IPv4 blocks', '127.8.0.0/16');
  await save(page);
  await heading(page, 'lab').waitFor();
}

async function makeSubnet(page: Page): Promise<void> {
  await page.goto('/admin/networks/subnets/new');
  await page.getByRole('textbox', { name: 'Name' }).fill('front');
  await choose(page, 'VPC', 'lab');
  await page.getByRole('textbox', { name: 'IPv4 block' }).fill('127.9.1.0/24');
  await save(page);
  await atField(page, '127.9.1.0/24 is not a part of lab').waitFor();
  await look(page, 'subnet-refused-light');
  await page.getByRole('textbox', { name: 'IPv4 block' }).fill('127.8.1.0/24');
  await save(page);
  await heading(page, 'front').waitFor();
}

async function makeGroup(page: Page): Promise<void> {
  await page.goto('/admin/networks/security-groups/new');
  await page.getByRole('textbox', { name: 'Name' }).fill('web');
  await save(page);
  await heading(page, 'web').waitFor();
}

async function makeRole(page: Page): Promise<void> {
  await page.goto('/admin/roles/new');
  await page.getByRole('textbox', { name: 'Name' }).fill('app');
  await page.getByText('Set', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Access key id' }).fill('ASIAEXAMPLE');
  await page.getByLabel(/^Secret access key/).fill('secret-of-the-role');
  await page.getByRole('textbox', { name: 'Session token' }).fill('token-of-the-role');
  await page.getByLabel('Expires').fill('2037-01-01T12:00:00');
  await look(page, 'new-role-light');
  await save(page);
  await heading(page, 'app').waitFor();
  await page.getByText(/expire in \d+ years/).waitFor();
}

async function registerMachine(page: Page): Promise<void> {
  await page.goto('/admin/instances/new');
  await page.getByRole('textbox', { name: 'Hostname' }).fill('web-1');
  await word(page, 'Addresses', '127.8.1.10');
  await page.getByRole('textbox', { name: 'MAC address' }).fill(macs[0]);
  await choose(page, 'Security groups', 'web');
  await page.getByRole('button', { name: 'Add interface' }).click();
  await word(page, 'Addresses, interface 1', '127.8.1.11');
  await page.getByRole('textbox', { name: 'MAC address, interface 1' }).fill(macs[1]);
  await choose(page, 'Subnet, interface 1', 'front');
  await choose(page, 'Role', 'app');
  await page.getByRole('button', { name: 'Add path' }).click();
  await page.getByRole('textbox', { name: 'Path 1' }).fill('meta-data/rack unit');
  await page.getByRole('textbox', { name: 'Value 1' }).fill('r1');
  await save(page);
  await atField(page, 'Not every client can read the name "rack unit".').waitFor();
  await look(page, 'register-refused-light');
  await page.getByRole('textbox', { name: 'Path 1' }).fill('meta-data/rack/unit');
  await save(page);
  await heading(page, 'web-1').waitFor();
}

/** Registers a machine in a subnet and a role of its own, all with the same name, through the API. */
async function registered(name: string, network: string) {
  const mutate = (operation: string, input: object) =>
    product.data(
      `mutation ($input: ${operation[0]!.toUpperCase()}${operation.slice(1)}Input!) { ${operation}(input: $input) { outcome } }`,
      { input },
    );
  await mutate('createVpc', { name, ipv4CidrBlocks: [`${network}.0.0/16`] });
  await mutate('createSubnet', { name, vpc: name, ipv4CidrBlock: `${network}.1.0/24` });
  await mutate('createIamRole', { name });
  const interfaces = [{ mac: `52:54:00:ff:00:${name.slice(-2)}`, addresses: [`${network}.1.10`] }];
  await mutate('createInstance', { hostname: name, interfaces, iamRole: name });
  const found = await product.data(
    `query ($name: String!) {
      instance(by: { hostname: $name }) { id } subnet(by: { name: $name }) { id } iamRole(by: { name: $name }) { id } }`,
    { name },
  );
  return { ...found, guest: new Guest(`${network}.1.10`, () => product.port) };
}

describe('An operator who has networks and roles', () => {
  it('makes them in the browser, and a machine with two interfaces is told of all of it', async () => {
    const { page, hosts, errors, close } = await openWindow(browser, product, 'light');
    await signIn(page);

    await makeVpc(page);
    await makeSubnet(page);
    await makeGroup(page);
    await makeRole(page);
    await registerMachine(page);

    await page.getByRole('link', { name: 'front' }).first().waitFor();
    await look(page, 'machine-light');
    await page.getByRole('tab', { name: 'Metadata' }).click();
    const tree = page.getByRole('region', { name: 'Everything under /latest/' });
    await tree.getByText('subnet-id').first().click();
    await page.getByText('The subnet front: id.').waitFor();
    await tree.getByText('unit', { exact: true }).click();
    await page.getByText('Custom metadata of this instance, byte for byte.').waitFor();
    await look(page, 'metadata-networks-light');
    const guest = new Guest('127.8.1.10', () => product.port);
    const served = async (path: string) => (await guest.get(`/latest/meta-data/${path}`)).text;
    expect(await served('rack/unit')).toBe('r1');
    expect(await served(`network/interfaces/macs/${macs[0]}/security-groups`)).toBe('web');
    expect(await served(`network/interfaces/macs/${macs[1]}/subnet-ipv4-cidr-block`)).toBe('127.8.1.0/24');
    expect(await served('iam/security-credentials/app')).toContain('secret-of-the-role');
    expect([...hosts]).toEqual([new URL(product.url).host]);
    expect(errors).toEqual([]);
    await close();
  });

  it('sees the same machine as clients of OpenStack and NoCloud do', async () => {
    const { page, close } = await openWindow(browser, product, 'light');
    await signIn(page);
    const { instance } = await registered('seen-01', '127.21');

    await page.goto(`/admin/instances/${instance.id}?tab=metadata&path=/openstack/latest/network_data.json`);

    const tree = page.getByRole('region', { name: 'Everything under /openstack/latest/' });
    await tree.getByText('meta_data.json').waitFor();
    await page
      .getByText(/^The interface [0-9a-f:]+: /)
      .first()
      .waitFor();
    await look(page, 'metadata-openstack-light');
    await choose(page, 'Tree', 'NoCloud');
    await page
      .getByRole('region', { name: 'Everything under /nocloud/' })
      .getByText('network-config')
      .waitFor();
    await close();
  });

  it('schedules a maintenance, and completes it', async () => {
    const { page, close } = await openWindow(browser, product, 'light');
    await signIn(page);
    const { instance, guest } = await registered('maintained-02', '127.22');

    await page.goto(`/admin/instances/${instance.id}?tab=events`);
    await page.getByRole('button', { name: 'Schedule maintenance' }).click();
    await look(page, 'schedule-light');
    await page.getByRole('button', { name: 'Schedule', exact: true }).click();
    await page.getByText('scheduled', { exact: true }).waitFor();

    const scheduled = await guest.get('/latest/meta-data/events/maintenance/scheduled');
    expect(scheduled.text).toContain('"system-reboot"');
    await page.getByRole('button', { name: 'Complete', exact: true }).click();
    await page.getByText('completed', { exact: true }).waitFor();
    expect((await guest.get('/latest/meta-data/events/maintenance/history')).text).toContain('completed');
    await close();
  });

  it('meets no page of them that is hard to read or to reach, in either theme', async () => {
    const { page, hosts, close } = await openWindow(browser, product, 'light');
    await signIn(page);
    const { instance, subnet, iamRole } = await registered('readable-03', '127.23');
    const pages = [
      '/networks',
      '/networks/security-groups/new',
      `/networks/subnets/${subnet.id}`,
      `/networks/subnets/${subnet.id}/edit`,
      '/roles',
      `/roles/${iamRole.id}`,
      `/roles/${iamRole.id}/edit`,
      `/instances/${instance.id}`,
      `/instances/${instance.id}?tab=events`,
      `/instances/${instance.id}/edit`,
    ];

    const problems = await problemsOfPages(page, pages);

    expect(problems).toEqual({});
    expect([...hosts]).toEqual([new URL(product.url).host]);
    await close();
  });

  it('is told before a subnet goes which machine is in it', async () => {
    const { page, close } = await openWindow(browser, product, 'light');
    await signIn(page);
    const { subnet } = await registered('emptied-04', '127.24');
    await page.goto(`/admin/networks/subnets/${subnet.id}`);

    await page.getByRole('button', { name: 'Delete' }).click();

    const dialog = page.getByRole('dialog');
    await dialog.getByText(/^1 instance in it/).waitFor();
    await dialog.getByText('emptied-04').first().waitFor();
    await look(page, 'delete-subnet-light');
    await dialog.getByRole('button', { name: 'Delete all the same' }).click();
    await heading(page, 'Networks').waitFor();
    await page.getByRole('link', { name: 'emptied-04' }).waitFor({ state: 'detached' });
    await close();
  });
});
