/** A script rehearses interruptions: the machine reads each announcement from its time on until it is withdrawn. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { reprovisionInstance, updateInstance } from './support/operations.ts';
import { onBothDatabases, type Machine, type World } from './support/world.ts';

const ahead = `events {
  spotInterruption { action time noticeTime } rebalanceRecommendation { noticeTime } targetLifecycleState
  maintenance { id code description notBefore notAfter notBeforeDeadline state } }`;

const operation = (name: string) => {
  const event = name.endsWith('Maintenance') ? 'maintenanceEvent { id }' : '';
  return `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) {
    ${name}(input: $input) { outcome ${event} instance { id version ${ahead} } } }`;
};

const nothing = {
  spotInterruption: null,
  rebalanceRecommendation: null,
  targetLifecycleState: null,
  maintenance: [],
};

const root = '/latest/meta-data/';

onBothDatabases('a rehearsal', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  /** Returns a time from now, in whole seconds, because guests are served no fractions. */
  const moment = (seconds: number) =>
    new Date(Math.floor(world.clock().getTime() / 1000) * 1000 + seconds * 1000);
  const iso = (seconds: number) => moment(seconds).toISOString();
  /** Returns the time as a guest reads it. */
  const guestTime = (seconds: number) => iso(seconds).replace('.000Z', 'Z');

  const spot = (given: object = {}) => world.instance({ lifeCycle: 'spot', ...given });
  const run = async (name: string, input: object) => (await world.data(operation(name), { input }))[name];
  const refuse = (name: string, input: object) => world.graphql(operation(name), { input });
  const planned = async ({ id }: { id: string }) =>
    (await world.data(`query ($id: ID) { instance(by: { id: $id }) { version ${ahead} } }`, { id })).instance;
  const read = async ({ guest }: Machine, path: string) => {
    const { status, text } = await guest.get(`${root}${path}`);
    return status === 200 ? text : status;
  };
  const listed = async (machine: Machine, path = '') => String(await read(machine, path)).split('\n');

  describe('of a Spot interruption', () => {
    it('is told at once, and with the time of its end two minutes later', async () => {
      const machine = await spot();
      expect(await listed(machine)).not.toContain('spot/');

      const { outcome, instance } = await run('interruptSpotInstance', { id: machine.hostname });

      const { action, time, noticeTime } = instance.events.spotInterruption;
      expect([outcome, action]).toEqual(['UPDATED', 'TERMINATE']);
      expect(noticeTime).toBe(world.clock().toISOString());
      expect(Date.parse(time) - Date.parse(noticeTime)).toBe(120_000);
      const second = time.replace(/\.\d+Z/, 'Z');
      expect(await listed(machine)).toContain('spot/');
      expect(await listed(machine, 'spot/')).toEqual(['instance-action', 'termination-time']);
      expect(JSON.parse(String(await read(machine, 'spot/instance-action')))).toEqual({
        action: 'terminate',
        time: second,
      });
      expect(await read(machine, 'spot/termination-time')).toBe(second);
    });

    it('is taken back at once', async () => {
      const machine = await spot();
      await run('interruptSpotInstance', { id: machine.id });

      const { instance } = await run('withdrawSpotInterruption', { id: machine.id });

      expect(instance.events).toEqual(nothing);
      expect(await listed(machine)).not.toContain('spot/');
      for (const path of ['spot/', 'spot/instance-action', 'spot/termination-time'])
        expect(await read(machine, path)).toBe(404);
      expect((await run('withdrawSpotInterruption', { id: machine.id })).outcome).toBe('UNCHANGED');
    });

    it('is not told before the time of its notice, though operators see what is planned', async () => {
      const machine = await spot();
      const input = { id: machine.id, action: 'STOP', noticeTime: iso(60), time: iso(300) };

      await run('interruptSpotInstance', input);

      const { action, noticeTime, time } = input;
      const guestTime300 = guestTime(300);
      expect((await planned(machine)).events.spotInterruption).toEqual({ action, noticeTime, time });
      world.pass(58);
      expect(await read(machine, 'spot/instance-action')).toBe(404);
      world.pass(2);
      expect(JSON.parse(String(await read(machine, 'spot/instance-action')))).toEqual({
        action: 'stop',
        time: guestTime300,
      });
    });

    it('tells the time of the termination only where it terminates', async () => {
      const machine = await spot();

      for (const action of ['STOP', 'HIBERNATE', 'TERMINATE']) {
        await run('interruptSpotInstance', { id: machine.id, action });
        const paths = await listed(machine, 'spot/');
        expect([action, paths.includes('termination-time')]).toEqual([action, action === 'TERMINATE']);
      }
    });

    it('begins a hibernation with its notice', async () => {
      const { id } = await spot();

      const { instance } = await run('interruptSpotInstance', {
        id,
        action: 'HIBERNATE',
        noticeTime: iso(30),
      });

      expect(instance.events.spotInterruption).toEqual({
        action: 'HIBERNATE',
        noticeTime: iso(30),
        time: iso(30),
      });
    });

    it('cannot take place before it is told', async () => {
      const { id } = await spot();

      const answer = await refuse('interruptSpotInstance', { id, time: iso(10), noticeTime: iso(11) });

      expect(answer.problems).toEqual(['input.time: BAD_USER_INPUT']);
      expect((await planned({ id })).events).toEqual(nothing);
    });
  });

  describe('of a recommendation to rebalance', () => {
    it('is told from its time on, until it is taken back', async () => {
      const machine = await spot();
      await run('recommendRebalance', { id: machine.id, noticeTime: iso(5) });
      const notice = guestTime(5);
      expect(await listed(machine, 'events/')).toEqual(['maintenance/']);

      world.pass(6);
      expect(await listed(machine, 'events/')).toEqual(['maintenance/', 'recommendations/']);
      expect(JSON.parse(String(await read(machine, 'events/recommendations/rebalance')))).toEqual({
        noticeTime: notice,
      });

      const { instance } = await run('withdrawRebalanceRecommendation', { id: machine.id });
      expect(instance.events).toEqual(nothing);
      expect(await listed(machine, 'events/')).toEqual(['maintenance/']);
      expect(await read(machine, 'events/recommendations/rebalance')).toBe(404);
    });

    it('is told at once where no time is given', async () => {
      const machine = await spot();

      await run('recommendRebalance', { id: machine.id });

      const { noticeTime } = JSON.parse(String(await read(machine, 'events/recommendations/rebalance')));
      expect(noticeTime).toBe(guestTime(0));
    });
  });

  it.each(['interruptSpotInstance', 'recommendRebalance'])(
    '%s is for Spot instances alone, and says how to make one',
    async (name) => {
      const { id } = await world.instance();

      const { errors, problems } = await refuse(name, { id });

      expect(problems).toEqual(['input.id: CONFLICT']);
      expect(errors[0]!.extensions.fieldErrors![0]!.hint).toContain('lifeCycle: "spot"');
      await world.data(updateInstance, { input: { id, lifeCycle: 'spot' } });
      expect((await run(name, { id })).outcome).toBe('UPDATED');
    },
  );

  it('ends for a machine that is no Spot instance any more', async () => {
    const machine = await spot();
    await run('interruptSpotInstance', { id: machine.id });
    await run('recommendRebalance', { id: machine.id });

    await world.data(updateInstance, { input: { id: machine.id, imageId: 'ami-1' } });
    expect(await listed(machine)).toContain('spot/');

    await world.data(updateInstance, { input: { id: machine.id, lifeCycle: null } });
    expect((await planned(machine)).events).toEqual(nothing);
    expect(await listed(machine)).not.toContain('spot/');
  });

  describe('of an Auto Scaling group', () => {
    it.each([
      ['DETACHED', 'Detached'],
      ['IN_SERVICE', 'InService'],
      ['STANDBY', 'Standby'],
      ['TERMINATED', 'Terminated'],
      ['WARMED_HIBERNATED', 'Warmed:Hibernated'],
      ['WARMED_RUNNING', 'Warmed:Running'],
      ['WARMED_STOPPED', 'Warmed:Stopped'],
      ['WARMED_TERMINATED', 'Warmed:Terminated'],
    ])('tells the target state %s as %s', async (state, text) => {
      const machine = await world.instance();

      const { instance } = await run('setTargetLifecycleState', { id: machine.id, state });

      expect(instance.events.targetLifecycleState).toBe(state);
      expect(await read(machine, 'autoscaling/target-lifecycle-state')).toBe(text);
    });

    it('tells nothing outside of one', async () => {
      const machine = await world.instance();
      await run('setTargetLifecycleState', { id: machine.id, state: 'IN_SERVICE' });
      expect(await listed(machine)).toContain('autoscaling/');

      await run('setTargetLifecycleState', { id: machine.id, state: null });

      expect(await listed(machine)).not.toContain('autoscaling/');
      expect(await read(machine, 'autoscaling/target-lifecycle-state')).toBe(404);
    });

    it('wants to be told which state, or that there is none', async () => {
      const { id } = await world.instance();

      expect((await refuse('setTargetLifecycleState', { id })).problems).toEqual([
        'input.state: BAD_USER_INPUT',
      ]);
    });
  });

  describe('of a maintenance', () => {
    const scheduled = async (machine: Machine) =>
      JSON.parse(String(await read(machine, 'events/maintenance/scheduled')));
    const past = async (machine: Machine) =>
      JSON.parse(String(await read(machine, 'events/maintenance/history')));

    /** Schedules maintenance of any kind, and returns its id. */
    const schedule = async (machine: { id: string }, given: object = {}): Promise<string> => {
      const input = { id: machine.id, code: 'SYSTEM_REBOOT', notBefore: iso(3600), ...given };
      return (await run('scheduleMaintenance', input)).maintenanceEvent.id;
    };

    it('tells what is to come in all its words', async () => {
      const machine = await world.instance();
      const input = {
        code: 'INSTANCE_RETIREMENT',
        description: 'The host of "web" is degraded',
        notBefore: '2031-01-21T09:00:43Z',
        notAfter: '2031-01-21T11:17:23+02:00',
        notBeforeDeadline: '2031-03-15T00:00:00Z',
      };

      const id = await schedule(machine, input);

      expect(id).toMatch(/^instance-event-[0-9a-f]{17}$/);
      expect((await planned(machine)).events.maintenance).toEqual([
        {
          ...input,
          id,
          notBefore: '2031-01-21T09:00:43.000Z',
          notAfter: '2031-01-21T09:17:23.000Z',
          notBeforeDeadline: '2031-03-15T00:00:00.000Z',
          state: 'ACTIVE',
        },
      ]);
      expect(await scheduled(machine)).toEqual([
        {
          NotBefore: '21 Jan 2031 09:00:43 GMT',
          Code: 'instance-retirement',
          Description: 'The host of "web" is degraded',
          EventId: id,
          NotAfter: '21 Jan 2031 09:17:23 GMT',
          NotBeforeDeadline: '15 Mar 2031 00:00:00 GMT',
          State: 'active',
        },
      ]);
      expect(await past(machine)).toEqual([]);
    });

    it.each([
      ['INSTANCE_REBOOT', 'instance-reboot', 'scheduled reboot'],
      ['SYSTEM_REBOOT', 'system-reboot', 'scheduled reboot'],
      ['SYSTEM_MAINTENANCE', 'system-maintenance', 'scheduled maintenance'],
      ['INSTANCE_RETIREMENT', 'instance-retirement', 'scheduled retirement'],
      ['INSTANCE_STOP', 'instance-stop', 'scheduled stop'],
    ])('needs no more than its code and start: %s', async (code, Code, Description) => {
      const machine = await world.instance();

      await schedule(machine, { code });

      expect(await scheduled(machine)).toMatchObject([{ Code, Description, State: 'active' }]);
    });

    it.each([
      { name: 'completeMaintenance', State: 'completed', mark: '[Completed] ' },
      { name: 'cancelMaintenance', State: 'canceled', mark: '[Canceled] ' },
    ])('becomes history by $name, and stays it', async ({ name, State, mark }) => {
      const machine = await world.instance();
      const [id, other] = [await schedule(machine), await schedule(machine, { notBefore: iso(7200) })];

      const { outcome, instance } = await run(name, { id });

      expect(outcome).toBe('UPDATED');
      expect(instance.events.maintenance).toMatchObject([
        { id, state: State.toUpperCase() },
        { id: other, state: 'ACTIVE' },
      ]);
      expect(await past(machine)).toMatchObject([
        { EventId: id, State, Description: `${mark}scheduled reboot` },
      ]);
      expect(await scheduled(machine)).toMatchObject([{ EventId: other, State: 'active' }]);
      for (const operationName of ['completeMaintenance', 'cancelMaintenance']) {
        const { errors, problems } = await refuse(operationName, { id });
        expect(problems).toEqual(['input.id: CONFLICT']);
        expect(errors[0]!.message).toContain(`is ${State}`);
      }
    });

    it('can be put off up to its deadline, and its end with it', async () => {
      const machine = await world.instance();
      const times = { notBefore: iso(3600), notAfter: iso(5400), notBeforeDeadline: iso(9000) };
      const id = await schedule(machine, times);

      await run('rescheduleMaintenance', { id, notBefore: times.notBeforeDeadline });

      expect((await planned(machine)).events.maintenance).toMatchObject([
        { notBefore: iso(9000), notAfter: iso(10_800), notBeforeDeadline: iso(9000) },
      ]);
      for (const notBefore of [iso(9001), iso(-1), 'tomorrow'])
        expect((await refuse('rescheduleMaintenance', { id, notBefore })).problems).toEqual([
          'input.notBefore: BAD_USER_INPUT',
        ]);
    });

    it('cannot be put off without a deadline, once it has started, or when it is over', async () => {
      const machine = await world.instance();
      const free = await schedule(machine);
      const started = await schedule(machine, { notBefore: iso(-10), notBeforeDeadline: iso(3600) });
      const over = await schedule(machine, { notBeforeDeadline: iso(7200) });
      await run('cancelMaintenance', { id: over });

      for (const [id, why] of [
        [free, 'deadline'],
        [started, 'started'],
        [over, 'canceled'],
      ] as const) {
        const { errors, problems } = await refuse('rescheduleMaintenance', { id, notBefore: iso(60) });
        expect(problems).toEqual(['input.id: CONFLICT']);
        expect(errors[0]!.message).toContain(why);
      }
    });

    it('is refused with everything that is wrong with it', async () => {
      const wrong = async (given: object) => {
        const input = { id: 'nobody', code: 'SYSTEM_REBOOT', notBefore: iso(60), ...given };
        return (await refuse('scheduleMaintenance', input)).problems;
      };

      expect(
        await wrong({ description: 'two\nlines', notAfter: iso(60), notBeforeDeadline: iso(59) }),
      ).toEqual([
        'input.description: BAD_USER_INPUT',
        'input.id: NOT_FOUND',
        'input.notAfter: BAD_USER_INPUT',
        'input.notBeforeDeadline: BAD_USER_INPUT',
      ]);
      expect(
        await wrong({ notBefore: '2026-02-30T00:00:00Z', notAfter: 'later', description: 'x'.repeat(256) }),
      ).toEqual([
        'input.description: BAD_USER_INPUT',
        'input.id: NOT_FOUND',
        'input.notAfter: BAD_USER_INPUT',
        'input.notBefore: BAD_USER_INPUT',
      ]);
      for (const description of ['', ' ', '[Completed] scheduled reboot', '[Canceled] x'])
        expect(await wrong({ description })).toContain('input.description: BAD_USER_INPUT');
      for (const name of ['completeMaintenance', 'cancelMaintenance'])
        expect((await refuse(name, { id: 'instance-event-0' })).problems).toEqual(['input.id: NOT_FOUND']);
    });

    it('is found by the id that the machine is told', async () => {
      const machine = await world.instance();
      const id = await schedule(machine);
      const [{ EventId }] = await scheduled(machine);
      const look = `query ($id: ID!) { node(id: $id) { id ... on MaintenanceEvent { state instance { hostname } } } }`;

      const { node } = await world.data(look, { id: EventId }, { as: 'viewer' });

      expect(node).toEqual({ id, state: 'ACTIVE', instance: { hostname: machine.hostname } });
      expect(await world.data(look, { id: 'instance-event-0' })).toEqual({ node: null });
    });
  });

  it('is no business of the machine that takes the place of another', async () => {
    const machine = await spot();
    await run('interruptSpotInstance', { id: machine.id });
    await run('recommendRebalance', { id: machine.id });
    await run('setTargetLifecycleState', { id: machine.id, state: 'IN_SERVICE' });
    for (const notBefore of [iso(60), iso(120)])
      await run('scheduleMaintenance', { id: machine.id, code: 'INSTANCE_STOP', notBefore });
    const before = await read(machine, 'events/maintenance/scheduled');

    await world.data(reprovisionInstance, { input: { id: machine.id } });

    expect(JSON.parse(String(before))).toHaveLength(2);
    expect((await planned(machine)).events).toEqual(nothing);
    expect(await read(machine, 'events/maintenance/scheduled')).toBe('[]');
    for (const gone of ['spot/', 'autoscaling/']) expect(await listed(machine)).not.toContain(gone);
  });

  describe('by whichever mutation', () => {
    /** Returns an input for each mutation, on a machine that has every kind of event. */
    const everything = async () => {
      const machine = await spot();
      const { id } = machine;
      await run('interruptSpotInstance', { id });
      await run('recommendRebalance', { id });
      const event = { id, code: 'INSTANCE_STOP', notBefore: iso(60), notBeforeDeadline: iso(600) };
      const { maintenanceEvent } = await run('scheduleMaintenance', event);
      const inputs: Record<string, object> = {
        interruptSpotInstance: { id, action: 'STOP' },
        withdrawSpotInterruption: { id },
        recommendRebalance: { id, noticeTime: iso(90) },
        withdrawRebalanceRecommendation: { id },
        setTargetLifecycleState: { id, state: 'STANDBY' },
        scheduleMaintenance: event,
        rescheduleMaintenance: { id: maintenanceEvent.id, notBefore: iso(120) },
        completeMaintenance: { id: maintenanceEvent.id },
        cancelMaintenance: { id: maintenanceEvent.id },
      };
      return { machine, inputs: Object.entries(inputs) };
    };

    it('changes nothing when it is only asked what it would do', async () => {
      const { machine, inputs } = await everything();
      const before = await planned(machine);

      for (const [name, input] of inputs) {
        const { outcome, instance } = await run(name, { ...input, dryRun: true });
        expect([name, outcome]).toEqual([name, 'UPDATED']);
        expect(instance.events).not.toEqual(before.events);
        expect(await planned(machine)).toEqual(before);
      }
    });

    it('is refused to viewers, and to who has not seen the latest version', async () => {
      const { machine, inputs } = await everything();
      const before = await planned(machine);

      for (const [name, input] of inputs) {
        const late = { ...input, ifVersion: before.version - 1 };
        expect([name, (await refuse(name, late)).codes]).toEqual([name, ['CONFLICT']]);
        const byViewer = await world.graphql(operation(name), { input }, { as: 'viewer' });
        expect([name, byViewer.codes]).toEqual([name, ['FORBIDDEN']]);
      }
      expect(await planned(machine)).toEqual(before);
    });

    it('counts as a change of the machine, which the history shows with its times', async () => {
      const { id } = await spot();
      const [notice, time, start] = [iso(0), iso(120), iso(3600)];
      await run('interruptSpotInstance', { id, noticeTime: notice, time });
      await run('recommendRebalance', { id, noticeTime: notice });
      await run('setTargetLifecycleState', { id, state: 'WARMED_RUNNING' });
      const { maintenanceEvent } = await run('scheduleMaintenance', {
        id,
        code: 'SYSTEM_REBOOT',
        notBefore: start,
        notBeforeDeadline: start,
      });
      await run('rescheduleMaintenance', { id: maintenanceEvent.id, notBefore: time });
      await run('completeMaintenance', { id: maintenanceEvent.id });
      const { instance } = await run('withdrawSpotInterruption', { id });

      const { instance: seen } = await world.data(
        'query ($id: ID) { instance(by: { id: $id }) { history { nodes { action changes { field before after } } } } }',
        { id },
      );

      expect(instance.version).toBe(8);
      const event = `events.maintenance.${maintenanceEvent.id}`;
      const changed = (field: string, before: unknown, after: unknown) => ({ field, before, after });
      const [created, ...changes] = seen.history.nodes.toReversed();
      expect(created.changes.map(({ field }: { field: string }) => field)).not.toContain(
        'notices.spotAction',
      );
      expect(changes.map((entry: { changes: object[] }) => entry.changes)).toEqual([
        [
          changed('notices.spotAction', null, 'terminate'),
          changed('notices.spotTime', null, time),
          changed('notices.spotNoticeTime', null, notice),
        ],
        [changed('notices.rebalanceNoticeTime', null, notice)],
        [changed('notices.targetLifecycleState', null, 'Warmed:Running')],
        [changed(event, null, `system-reboot ${start}`)],
        [changed(`${event}.notBefore`, start, time)],
        [changed(`${event}.state`, 'active', 'completed')],
        [
          changed('notices.spotAction', 'terminate', null),
          changed('notices.spotTime', time, null),
          changed('notices.spotNoticeTime', notice, null),
        ],
      ]);
    });
  });
});
