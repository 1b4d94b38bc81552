import { describe, expect, it } from '@jest/globals';
import { WriteSchedule } from './write-schedule.ts';

function scheduleAt() {
  const clock = { ms: 0 };
  return { clock, schedule: new WriteSchedule(() => clock.ms) };
}

/** Writes the machines that may be written now, and returns their ids. */
function writeDue(schedule: WriteSchedule, maxCount = 10): string[] {
  const ids = schedule.take(maxCount);
  schedule.done(ids);
  return ids;
}

describe('a machine is written', () => {
  it('at once when it asks first, and then once a minute however often it asks', () => {
    const { clock, schedule } = scheduleAt();
    const times: number[] = [];

    for (; clock.ms < 180_000; clock.ms += 100) {
      schedule.note('m');
      if (writeDue(schedule).length > 0) times.push(clock.ms);
    }

    expect(times).toEqual([0, 60_000, 120_000]);
  });

  it('not again where it has not asked again', () => {
    const { clock, schedule } = scheduleAt();
    schedule.note('m');
    writeDue(schedule);

    clock.ms = 60_000;

    expect(writeDue(schedule)).toEqual([]);
  });

  it('with what came while it was being written a minute later', () => {
    const { clock, schedule } = scheduleAt();
    schedule.note('m');
    const ids = schedule.take(10);
    schedule.note('m');
    schedule.done(ids);

    const before = schedule.take(10);
    clock.ms = 60_000;

    expect([before, schedule.take(10)]).toEqual([[], ['m']]);
  });

  it('as soon as it can be where it could not', () => {
    const { schedule } = scheduleAt();
    schedule.note('m');

    schedule.putBack(schedule.take(10));

    expect(schedule.take(10)).toEqual(['m']);
  });

  it('at the end, whenever it was written before', () => {
    const { schedule } = scheduleAt();
    schedule.note('asked-again');
    schedule.note('silent');
    writeDue(schedule);
    schedule.note('asked-again');

    schedule.wakeAll();

    expect(schedule.take(10)).toEqual(['asked-again']);
  });

  it('no more once it is gone', () => {
    const { clock, schedule } = scheduleAt();
    for (const id of ['new', 'resting']) schedule.note(id);
    schedule.done(schedule.take(1));
    for (const id of ['new', 'resting']) schedule.note(id);

    for (const id of ['new', 'resting']) schedule.remove(id);
    clock.ms = 60_000;

    expect(schedule.take(10)).toEqual([]);
  });

  it('with a few others at a time', () => {
    const { schedule } = scheduleAt();
    for (const id of ['a', 'b', 'c']) schedule.note(id);

    expect([writeDue(schedule, 2), writeDue(schedule, 2)]).toEqual([['a', 'b'], ['c']]);
  });
});
