/** The effect of a commit on what somebody keeps in memory. */
export interface Change {
  /** Records that are no longer what they were. */
  readonly ids: readonly string[];
  /** True where machines may be found that were not: there are new ones, or new addresses. */
  readonly findsMore: boolean;
  /** True where anything at all may be another. */
  readonly everything: boolean;
}

/** Hears of a change; who made it waits for what it gives, before anybody is told that it is made. */
export type ChangeListener = (change: Change) => Promise<void> | void;

/** The change to assume when some may have been missed. */
export const everythingChanged: Change = { ids: [], findsMore: true, everything: true };

const nothingChanged: Change = { ids: [], findsMore: false, everything: false };

/** The channel on which PostgreSQL hands changes on, as JSON. */
export const channel = 'cloudmeta_changes';

/** A line of the history, as far as it says what changed. */
export interface ChangedSubject {
  action: string;
  subjectType: string;
  subjectId: string;
}

/** Types that only the API reads, which keeps nothing in memory. */
const ofTheApi = new Set(['User', 'Session', 'ApiToken', 'Job']);

/** Types that every machine is told by: the key that signs, and how secrets are encrypted. */
const ofEveryMachine = new Set(['SigningKey', 'Secrets']);

/** The change that lines of the history mean; undefined where they concern nobody. A new record is in nobody's memory yet. */
export function changeOf(subjects: readonly ChangedSubject[]): Change | undefined {
  const concerned = subjects.filter(({ subjectType }) => !ofTheApi.has(subjectType));
  if (concerned.length === 0) return undefined;
  return {
    ids: concerned.flatMap(({ action, subjectId }) => (action === 'CREATED' ? [] : subjectId)),
    findsMore: concerned.some(({ subjectType }) => subjectType === 'Instance'),
    everything: concerned.some(({ subjectType }) => ofEveryMachine.has(subjectType)),
  };
}

/** Several changes as one. */
export const changesTogether = (changes: readonly Change[]): Change =>
  changes.length === 0
    ? nothingChanged
    : {
        ids: changes.flatMap(({ ids }) => ids),
        findsMore: changes.some(({ findsMore }) => findsMore),
        everything: changes.some(({ everything }) => everything),
      };

/** True unless nobody has to forget anything for it. */
export const isAnyChange = ({ ids, findsMore, everything }: Change) =>
  ids.length > 0 || findsMore || everything;

/** Reads what `change-log` wrote. Another version of the server, and anybody who may use the database, can write anything. */
export function readChange(text: string | undefined): Change {
  try {
    const { ids, findsMore, everything } = JSON.parse(text ?? '') as Change;
    if (Array.isArray(ids)) return { ids, findsMore, everything };
  } catch {}
  return everythingChanged;
}
