/** A database as the first version of the product left it, with machines and everything that belongs to them. */
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import type { Orm } from '../../database/orm.ts';
import { exampleKeys } from './example-keys.ts';

type Row = Record<string, unknown>;
export type Rows = Record<string, Row[]>;

/** The tables of the first version, parents first, with the columns that identify their rows. */
const tables: Record<string, string> = {
  user: 'id',
  session: 'id',
  api_token: 'id',
  audit_entry: 'id',
  ssh_key: 'id',
  user_data: 'id',
  instance: 'id',
  tag: 'instance_id, key',
  network_interface: 'id',
  key_attachment: 'instance_id, key_id',
  address: 'address',
};

export const sql = (orm: Orm, text: string, values: unknown[] = []): Promise<Row[]> =>
  (orm.em.fork() as SqlEntityManager).execute(text, values);

/** Reads every row of the first version's tables. */
export async function readRows(orm: Orm): Promise<Rows> {
  const rows: Rows = {};
  for (const [table, key] of Object.entries(tables))
    rows[table] = await sql(orm, `select * from "${table}" order by ${key}`);
  return rows;
}

/** Creates the schema of the first version, and fills it. */
export async function makeFirstDatabase(orm: Orm): Promise<void> {
  const [{ name }] = (await orm.migrator.getPending()) as [{ name: string }];
  await orm.migrator.up({ to: name });
  for (const [table, rows] of Object.entries(firstRows(momentsOf(orm))))
    for (const row of rows) {
      const columns = Object.keys(row);
      const places = columns.map(() => '?').join();
      await sql(
        orm,
        `insert into "${table}" (${columns.map((column) => `"${column}"`).join()}) values (${places})`,
        Object.values(row),
      );
    }
}

/** Converts times for the database: SQLite stores milliseconds. */
const momentsOf = (orm: Orm) => (iso: string) =>
  orm.em.getPlatform().constructor.name === 'SqlitePlatform' ? Date.parse(iso) : iso;

export const firstVersion = {
  /** A machine with two interfaces, in two groups. */
  web: { id: 'ins-00000000000000001', instanceId: 'i-00000000000000001', address: '127.77.0.1' },
  /** A machine without interfaces, which asks from an address that belongs to none. */
  relayed: { id: 'ins-00000000000000002', instanceId: 'i-00000000000000002', address: '127.77.0.2' },
  /** A machine without an address. */
  bare: { id: 'ins-00000000000000003', instanceId: 'i-00000000000000003' },
  primaryMac: '52:54:00:77:00:01',
  secondMac: '52:54:00:77:00:02',
  userData: '#!/bin/sh\necho old\n',
};

function firstRows(moment: (iso: string) => unknown): Rows {
  const made = {
    version: 3,
    created_at: moment('2026-01-02T03:04:05.678Z'),
    updated_at: moment('2026-02-03T04:05:06.789Z'),
  };
  const { web, relayed, bare, primaryMac, secondMac, userData } = firstVersion;
  const facts = {
    ...made,
    account_id: '123456789012',
    image_id: 'ami-1',
    instance_type: 'm5.large',
    architecture: 'x86_64',
    availability_zone: 'us-east-1a',
    availability_zone_id: 'use1-az1',
    region: 'us-east-1',
    launch_index: 4,
    reservation_id: 'r-00000000000000001',
    life_cycle: 'on-demand',
    ami_manifest_path: '(unknown)',
    profile: 'default-hvm',
    system: 'nitro',
    product_codes: '["code-1"]',
    ancestor_ami_ids: '[]',
    block_devices: '[{"virtualName":"root","deviceName":"/dev/sda1"}]',
    launched_at: moment('2026-01-02T03:04:05.678Z'),
  };
  const [alice, bob] = exampleKeys.map(({ line, fingerprint }, n) => ({
    ...made,
    id: `key-0000000000000000${n}`,
    name: `key-${n}`,
    public_key: line,
    type: line.split(' ')[0],
    bits: null,
    fingerprint,
    comment: '',
  }));
  return {
    user: [{ ...made, id: 'usr-1', username: 'carol', password_hash: '$argon2id$x', role: 'OPERATOR' }],
    session: [
      {
        ...made,
        id: 'ses-1',
        user_id: 'usr-1',
        token_hash: 'a'.repeat(64),
        expires_at: moment('2030-01-01T00:00:00Z'),
        address: '192.0.2.1',
      },
    ],
    api_token: [
      {
        ...made,
        id: 'tok-1',
        name: 'provisioning',
        role: 'OPERATOR',
        prefix: 'cm_abc',
        secret_hash: 'b'.repeat(64),
        revoked_at: made.updated_at,
      },
    ],
    audit_entry: [
      {
        id: 'aud-1',
        at: made.updated_at,
        actor_kind: 'USER',
        actor_id: 'usr-1',
        actor_name: 'carol',
        action: 'UPDATED',
        subject_type: 'Instance',
        subject_id: web.id,
        subject_name: 'web',
        changes: '[{"field":"securityGroups","before":["default"],"after":["web","default"]}]',
        request_id: null,
      },
    ],
    ssh_key: [alice!, bob!],
    user_data: [
      {
        ...made,
        id: 'ud-1',
        name: 'base',
        content: Buffer.from(userData),
        kind: 'script',
        size: userData.length,
        sha256: 'c'.repeat(64),
      },
      {
        ...made,
        id: 'ud-2',
        name: null,
        content: Buffer.from([0, 255, 13, 10]),
        kind: 'other',
        size: 4,
        sha256: 'd'.repeat(64),
      },
    ],
    instance: [
      {
        ...facts,
        id: web.id,
        instance_id: web.instanceId,
        hostname: 'web',
        external_id: 'libvirt:1',
        security_groups: '["web","default","web"]',
        metadata_options_instance_metadata_tags: 'ENABLED',
        metadata_options_http_put_response_hop_limit: 2,
        user_data_id: 'ud-1',
      },
      {
        ...facts,
        id: relayed.id,
        instance_id: relayed.instanceId,
        hostname: 'relayed',
        security_groups: '["default"]',
        user_data_id: 'ud-2',
      },
      { ...facts, id: bare.id, instance_id: bare.instanceId, hostname: 'bare', security_groups: '[]' },
    ],
    tag: [
      { instance_id: web.id, key: 'Name', value: 'web' },
      { instance_id: web.id, key: 'role', value: '' },
      { instance_id: bare.id, key: 'Name', value: 'bare' },
    ],
    network_interface: [
      { id: 'eni-00000000000000001', instance_id: web.id, mac: primaryMac, device_number: 0 },
      { id: 'eni-00000000000000002', instance_id: web.id, mac: secondMac, device_number: 1 },
      { id: 'eni-00000000000000003', instance_id: bare.id, mac: null, device_number: 0 },
    ],
    key_attachment: [
      { instance_id: web.id, key_id: bob!.id, position: 0 },
      { instance_id: web.id, key_id: alice!.id, position: 1 },
      { instance_id: relayed.id, key_id: alice!.id, position: 0 },
    ],
    address: [
      {
        address: web.address,
        instance_id: web.id,
        interface_id: 'eni-00000000000000001',
        position: 0,
        public_address: '203.0.113.77',
      },
      { address: 'fd00::77', instance_id: web.id, interface_id: 'eni-00000000000000002', position: 1 },
      { address: relayed.address, instance_id: relayed.id, interface_id: null, position: 0 },
    ],
  };
}
