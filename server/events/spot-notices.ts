import type { Problems } from '../errors.ts';
import { SpotAction, type Interruption } from './notices.ts';

/** The time between the notice of an interruption and the interruption, in milliseconds. */
const warningMs = 120_000;

/** The fields of an instance that the rules of Spot notices need. */
interface Candidate {
  hostname: string;
  lifeCycle: string;
}

export const isSpot = ({ lifeCycle }: Candidate) => lifeCycle === 'spot';

/** Adds a problem if the instance, where there is one, is not a Spot instance. */
export function checkIsSpot(instance: Candidate | undefined, problems: Problems): void {
  if (!instance || isSpot(instance)) return;
  problems.add('id', {
    code: 'CONFLICT',
    message: `${instance.hostname} is of the life cycle ${instance.lifeCycle}, and only Spot instances get this notice.`,
    hint: 'Make it one first: updateInstance with lifeCycle: "spot".',
  });
}

/**
 * Plans the times of a notice and its interruption: by default now and two minutes later; a hibernation begins with
 * its notice (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html).
 */
export function planInterruption(
  { action, ...given }: { action: SpotAction; time?: Date | null; noticeTime?: Date | null },
  now: Date,
  problems: Problems,
): Interruption {
  const noticeTime = given.noticeTime ?? now;
  const aheadMs = action === SpotAction.HIBERNATE ? 0 : warningMs;
  const time = given.time ?? new Date(noticeTime.getTime() + aheadMs);
  if (time < noticeTime)
    problems.add('time', {
      code: 'BAD_USER_INPUT',
      message: 'An interruption does not take place before its notice.',
      hint: `Give a time from ${noticeTime.toISOString()} on, or an earlier noticeTime.`,
    });
  return { action, time, noticeTime };
}
