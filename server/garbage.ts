/** Runs V8's garbage collector at moments that V8 cannot know to be good ones. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { type: 'major'; flavor: 'last-resort' } | { type: 'minor' }) => void;

let collector: Collect | undefined;

function collect(options: Parameters<Collect>[0]): void {
  setFlagsFromString('--expose-gc');
  collector ??= runInNewContext('gc') as Collect;
  collector(options);
}

/** Collects all garbage and returns as much memory to the system as possible; takes about a quarter of a second. */
export const collectEverything = (): void => collect({ type: 'major', flavor: 'last-resort' });

/** Collects young objects only; takes about a millisecond. */
export const collectYoung = (): void => collect({ type: 'minor' });
