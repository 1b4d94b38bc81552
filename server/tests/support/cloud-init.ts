/** Reads metadata as cloud-init does: `sources/helpers/ec2.py`, `url_helper.combine_url` of its main branch, 2026. */

/** The line ends of Python's `splitlines`. */
// oxlint-disable-next-line no-control-regex -- some of them end a line
const lineEnds = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;
/** The texts that Python's `int` accepts, except for blanks at the ends. */
const pythonInt = /^[+-]?\p{Nd}+(_\p{Nd}+)*$/u;

/** Returns the result of Python's `quote(name, safe='/:')`. */
export const quoted = (name: string) =>
  encodeURIComponent(name)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')
    .replaceAll('%3A', ':');

/** Returns the paths that cloud-init follows from a listing, relative to it; directories end with a slash. */
export function pathsIn(listing: string): string[] {
  const directories = new Set<string>();
  const leaves = new Map<string, string>();
  for (const line of listing.split(lineEnds)) {
    const field = line.trim();
    const name = field.replace(/\/+$/, '');
    if (name === '' || name === 'security-credentials') continue;
    if (field.endsWith('/')) directories.add(`${quoted(name)}/`);
    else {
      const [before = '', ...after] = field.split('=');
      const isKey = after.length > 0 && pythonInt.test(before);
      leaves.set(
        isKey ? after.join('=') : name,
        isKey ? `${Number.parseInt(before, 10)}/openssh-key` : quoted(name),
      );
    }
  }
  return [...directories, ...leaves.values()];
}

/**
 * Reads every target that cloud-init requests below a directory; returns the bodies by target.
 * @throws Error at the first one that is missing: cloud-init then has no metadata at all.
 */
export function crawl(
  target: string,
  read: (target: string) => string | undefined,
  found = new Map<string, string>(),
): Map<string, string> {
  const body = read(target);
  if (body === undefined) throw new Error(`cloud-init was led to ${target}, which is not there`);
  found.set(target, body);
  if (target.endsWith('/')) for (const path of pathsIn(body)) crawl(`${target}${path}`, read, found);
  return found;
}
