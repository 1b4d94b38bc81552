/** The dated versions that the service offers, oldest first (`1.0` is the oldest). Source: AWS, September 2026. */
export const datedVersions = [
  '1.0',
  '2007-01-19',
  '2007-03-01',
  '2007-08-29',
  '2007-10-10',
  '2007-12-15',
  '2008-02-01',
  '2008-09-01',
  '2009-04-04',
  '2011-01-01',
  '2011-05-01',
  '2012-01-12',
  '2014-02-25',
  '2014-11-05',
  '2015-10-20',
  '2016-04-19',
  '2016-06-30',
  '2016-09-02',
  '2018-03-28',
  '2018-08-17',
  '2018-09-24',
  '2019-10-01',
  '2020-10-27',
  '2021-01-03',
  '2021-03-23',
  '2021-07-15',
  '2022-09-24',
  '2024-04-11',
  '2025-10-04',
  '2026-04-15',
] as const;

/** Every version, in the order of the root listing. */
export const versions: readonly string[] = [...datedVersions, 'latest'];

const knownVersions: ReadonlySet<string> = new Set(versions);

/** True if paths below this first segment exist; a well-formed date that is not in the list is no version. */
export function isVersion(name: string): boolean {
  return knownVersions.has(name);
}

/**
 * True if an entry introduced at `since` (a date, `1.0` or `latest`) shows under `version`.
 *
 * Comparing the strings is enough: `1.0` sorts before every date, and `latest` after.
 */
export function isVisible(since: string, version: string): boolean {
  return since <= version;
}
