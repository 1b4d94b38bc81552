import type { Problems } from '../errors.ts';
import { SpotAction, type Interruption } from './notices.ts';

/** How long ahead a Spot instance learns of its interruption, in milliseconds. */
const warning = 120_000;

/** What the notices of Spot instances ask of an instance. */
interface Candidate {
  hostname: string;
  lifeCycle: string;
}

export const isSpot = ({ lifeCycle }: Candidate) => lifeCycle === 'spot';

/** Adds a problem unless the instance, where there is one, is a Spot instance. */
export function checkIsSpot(instance: Candidate | undefined, problems: Problems): void {
  if (!instance || isSpot(instance)) return;
  problems.add('id', {
    code: 'CONFLICT',
    message: `${instance.hostname} is of the life cycle ${instance.lifeCycle}, and only Spot instances get this notice.`,
    hint: 'Make it one first: updateInstance with lifeCycle: "spot".',
  });
}

/**
 * When an interruption is told and when it takes place: at once, and two minutes later; a hibernation begins with its
 * notice (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html).
 */
export function planInterruption(
  { action, ...given }: { action: SpotAction; time?: Date | null; noticeTime?: Date | null },
  now: Date,
  problems: Problems,
): Interruption {
  const noticeTime = given.noticeTime ?? now;
  const ahead = action === SpotAction.HIBERNATE ? 0 : warning;
  const time = given.time ?? new Date(noticeTime.getTime() + ahead);
  if (time < noticeTime)
    problems.add('time', {
      code: 'BAD_USER_INPUT',
      message: 'An interruption does not take place before its notice.',
      hint: `Give a time from ${noticeTime.toISOString()} on, or an earlier noticeTime.`,
    });
  return { action, time, noticeTime };
}
