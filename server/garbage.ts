/** V8's collector of garbage, for the moments at which this process knows better than V8. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { type: 'major'; flavor: 'last-resort' } | { type: 'minor' }) => void;

let collector: Collect | undefined;

function collect(options: Parameters<Collect>[0]): void {
  setFlagsFromString('--expose-gc');
  collector ??= runInNewContext('gc') as Collect;
  collector(options);
}

/** Collects all garbage, and gives the system back as much as it can: it takes about a quarter of a second. */
export const collectEverything = (): void => collect({ type: 'major', flavor: 'last-resort' });

/** Collects what was made last, and has not been used for long: it takes about a millisecond. */
export const collectYoung = (): void => collect({ type: 'minor' });
