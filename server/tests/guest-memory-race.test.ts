/** A look-up that began before a change was committed is not cached after it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from './support/eventually.ts';
import { createUserData, updateUserData } from './support/operations.ts';
import { openWorld, type Machine, type World } from './support/world.ts';

/** Requests with this token are answered without a look-up of the machine. */
const METRICS_TOKEN = 'a-token-for-prometheus';

/** An advisory lock that every look-up of a machine with maintenance waits for, after it has begun to read. */
const lock = 4711;
const holdable = `
  create function held() returns boolean language plpgsql volatile as $$
    begin
      perform pg_advisory_lock_shared(${lock});
      perform pg_advisory_unlock_shared(${lock});
      return true;
    end $$;
  alter table maintenance_event rename to planned;
  create view maintenance_event as select * from planned where held()`;

describe('a look-up that a change overtakes, on postgresql', () => {
  let world: World;
  let machine: Machine;
  let holder: pg.Client;

  beforeAll(async () => {
    world = await openWorld({ database: 'postgresql', config: { METRICS_TOKEN } });
    holder = new pg.Client({ connectionString: world.databaseUrl });
    await holder.connect();
    await world.data(createUserData, { input: { name: 'boot', text: 'old' } });
    machine = await world.instance({ userData: 'boot' });
    const notBefore = new Date(Date.now() + 3600_000).toISOString();
    await world.data(
      'mutation ($input: ScheduleMaintenanceInput!) { scheduleMaintenance(input: $input) { outcome } }',
      {
        input: { id: machine.id, code: 'SYSTEM_REBOOT', notBefore },
      },
    );
    await holder.query(holdable);
  });

  afterAll(async () => {
    await holder.end();
    await world.close();
  });

  const look = async () => (await machine.guest.get('/latest/user-data')).text;
  const waiting = async () => {
    const { rows } = await holder.query(
      `select count(*)::int as count from pg_locks where locktype = 'advisory' and objid = ${lock} and not granted`,
    );
    return rows[0].count as number;
  };

  it('is not kept, and does not answer who asks after the change', async () => {
    await holder.query(`select pg_advisory_lock(${lock})`);
    const overtaken = look();
    await eventually(async () => expect(await waiting()).toBe(1));

    await world.data(updateUserData, { input: { id: 'boot', text: 'new' } });
    const later = look();
    await eventually(async () => {
      const { text } = await world.guest().get('/metrics', { authorization: `Bearer ${METRICS_TOKEN}` });
      expect(text).toContain('cloudmeta_guest_lookups_waiting 2');
    });
    await holder.query(`select pg_advisory_unlock(${lock})`);

    expect(await overtaken).toBe('old');
    expect(await later).toBe('new');
    expect(await look()).toBe('new');
  });
});
