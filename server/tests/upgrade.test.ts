/** A database of the previous version is migrated completely: all answers and permissions stay as they were. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase, type Orm } from '../database/orm.ts';
import { ormParts } from '../entities.ts';
import { sql } from './support/first-database.ts';
import { updateInstance, updateUserData } from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

type Value = string | number | null | { base64: string };

/** The answers to a machine, by path: the bytes as base64, or the status if it was not 200. */
interface MachineAnswers {
  address: string;
  told: Record<string, string>;
}

/** Rows of all tables and answers to all machines, as the version with the migration `ec2_complete` left them. */
const before = JSON.parse(
  readFileSync(join(import.meta.dirname, 'support/ec2-complete-database.json'), 'utf8'),
) as {
  rows: Record<string, Record<string, Value>[]>;
  answers: Record<string, MachineAnswers>;
};

const parentsFirst = [
  'user',
  'ssh_key',
  'user_data',
  'vpc',
  'subnet',
  'iam_role',
  'security_group',
  'instance',
];
const tables = [...new Set([...parentsFirst, 'network_interface', ...Object.keys(before.rows)])];

async function makeDatabaseBefore(orm: Orm, isSqlite: boolean): Promise<void> {
  const pending = await orm.migrator.getPending();
  await orm.migrator.up({ to: pending.find(({ name }) => name.endsWith('_ec2_complete'))!.name });
  for (const table of tables) {
    const types = isSqlite ? {} : await typesOf(orm, table);
    for (const row of before.rows[table]!) {
      const columns = Object.keys(row);
      const values = columns.map((column) => valueFor(types[column], row[column]!));
      const names = columns.map((column) => `"${column}"`).join();
      await sql(orm, `insert into "${table}" (${names}) values (${columns.map(() => '?').join()})`, values);
    }
  }
}

async function typesOf(orm: Orm, table: string): Promise<Record<string, string>> {
  const query = 'select column_name, data_type from information_schema.columns where table_name = ?';
  const rows = await sql(orm, query, [table]);
  return Object.fromEntries(rows.map((row) => [row['column_name'], row['data_type']]));
}

/** Converts a value from the form of SQLite: times are milliseconds, booleans are 1 and 0. */
function valueFor(type: string | undefined, value: Value): unknown {
  if (value === null) return null;
  if (typeof value === 'object') return Buffer.from(value.base64, 'base64');
  if (type?.startsWith('timestamp')) return new Date(value as number);
  return type === 'boolean' ? value === 1 : value;
}

/**
 * Removes what is served differently on purpose: the IPv6 blocks of a subnet, now only for an interface with an address
 * in them, and OpenStack's `hostname`, now the local host name, as in the other data sources.
 */
function comparable(answers: Record<string, string>): Record<string, unknown> {
  const kept = Object.entries(answers).filter(([path]) => !path.endsWith('-ipv6-cidr-blocks'));
  return Object.fromEntries(
    kept.map(([path, answer]) => {
      const text = Buffer.from(answer, 'base64').toString();
      if (path.endsWith('/meta_data.json')) return [path, { ...JSON.parse(text), ...unlike }];
      if (path.includes('/macs/') && path.endsWith('/')) return [path, text.replaceAll(ipv6Blocks, '')];
      return [path, answer];
    }),
  );
}

const ipv6Blocks = /\n(subnet|vpc)-ipv6-cidr-blocks/g;

/** Values of OpenStack that differ each time, or since that version. */
const unlike = { hostname: undefined, random_seed: undefined };

onBothDatabases('a database of the version before', (open, kind) => {
  describe('that a server starts on', () => {
    let world: World;

    beforeAll(async () => {
      const prepare = async (url: string) => {
        const orm = await openDatabase(url, ormParts);
        await makeDatabaseBefore(orm, kind === 'sqlite');
        await orm.close(true);
      };
      world = await open({ prepare });
    });

    const answersTo = async (address: string, paths: string[]) => {
      const now: Record<string, string> = {};
      for (const path of paths) {
        const { status, bytes } = await world.guest(address).get(path);
        now[path] = status === 200 ? bytes.toString('base64') : `${status}`;
      }
      return now;
    };

    it.each(Object.entries(before.answers))(
      'tells %s what it was told, byte for byte',
      async (_, machine) => {
        const paths = Object.keys(machine.told);
        expect(comparable(await answersTo(machine.address, paths))).toEqual(comparable(machine.told));
      },
    );

    it('keeps the whole history', async () => {
      const query = '{ auditEntries(first: 500) { nodes { id action subjectName } } }';
      const { auditEntries } = await world.data(query, {}, { as: 'superuser' });

      const kept = before.rows['audit_entry']!.map((row) => ({
        id: row['id'],
        action: row['action'],
        subjectName: row['subject_name'],
      }));
      expect(auditEntries.nodes).toEqual(expect.arrayContaining(kept));
    });

    it('lets its users sign in', async () => {
      const { signIn } = await world.data(
        'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { name } } }',
        { input: { username: 'carol', password: 'a long password of carol' } },
        { as: 'nobody' },
      );

      expect(signIn.viewer.name).toBe('carol');
    });

    it('changes documents of before, shared and own', async () => {
      const text = '#!/bin/sh\necho three\n';
      await world.data(updateUserData, { input: { id: 'script', text } });
      await world.data(updateInstance, { input: { id: 'web-2', userDataText: text } });

      for (const hostname of ['shared-2', 'web-2']) {
        const { text: now } = await world.guest(before.answers[hostname]!.address).get('/latest/user-data');
        expect([hostname, now]).toEqual([hostname, text]);
      }
    });
  });
});
