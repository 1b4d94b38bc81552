/** The effect of a commit on what is kept in memory. */
export interface Change {
  /** The ids of changed or deleted records. */
  readonly ids: readonly string[];
  /** True if a name without a machine may have one now: there are new machines or addresses. */
  readonly findsMore: boolean;
  /** True if anything at all may have changed. */
  readonly everything: boolean;
}

/** Receives each change. The process that made the change awaits the result before it confirms the change. */
export type ChangeListener = (change: Change) => Promise<void> | void;

/** The change to assume when some may have been missed. */
export const everythingChanged: Change = { ids: [], findsMore: true, everything: true };

const nothingChanged: Change = { ids: [], findsMore: false, everything: false };

/** The channel on which PostgreSQL sends notifications of changes, as JSON. */
export const channel = 'cloudmeta_changes';

/** The part of an audit entry that says what changed. */
export interface ChangedSubject {
  action: string;
  subjectType: string;
  subjectId: string;
}

/** Types that affect the answers to every machine: the signing key, and how secrets are encrypted. */
const typesOfEveryMachine = new Set(['SigningKey', 'Secrets']);

/**
 * Converts audit entries to a change; undefined if they affect nothing in memory. New records are not there yet.
 *
 * @param apiOnlyTypes types that only the API reads, which keeps nothing in memory
 */
export function changeOf(
  subjects: readonly ChangedSubject[],
  apiOnlyTypes: ReadonlySet<string>,
): Change | undefined {
  const concerned = subjects.filter(({ subjectType }) => !apiOnlyTypes.has(subjectType));
  if (concerned.length === 0) return undefined;
  return {
    ids: concerned.flatMap(({ action, subjectId }) => (action === 'CREATED' ? [] : subjectId)),
    findsMore: concerned.some(({ subjectType }) => subjectType === 'Instance'),
    everything: concerned.some(({ subjectType }) => typesOfEveryMachine.has(subjectType)),
  };
}

/** Combines several changes into one. */
export const changesTogether = (changes: readonly Change[]): Change =>
  changes.length === 0
    ? nothingChanged
    : {
        ids: changes.flatMap(({ ids }) => ids),
        findsMore: changes.some(({ findsMore }) => findsMore),
        everything: changes.some(({ everything }) => everything),
      };

/** True if the change invalidates anything. */
export const isAnyChange = ({ ids, findsMore, everything }: Change) =>
  ids.length > 0 || findsMore || everything;

/** Parses what `change-log` wrote. Another version of the server, or any user of the database, may write anything. */
export function readChange(text: string | undefined): Change {
  try {
    const { ids, findsMore, everything } = JSON.parse(text ?? '') as Change;
    if (Array.isArray(ids)) return { ids, findsMore, everything };
  } catch {}
  return everythingChanged;
}
