/** How cloud-init reads metadata: `sources/helpers/ec2.py` and `url_helper.combine_url` of its main branch, 2026. */

/** Where Python's `splitlines` ends a line. */
// oxlint-disable-next-line no-control-regex -- some of them end a line
const lineEnds = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;
/** What Python's `int` takes, but for blanks at the ends. */
const pythonInt = /^[+-]?\p{Nd}+(_\p{Nd}+)*$/u;

/** What Python's `quote(name, safe='/:')` makes of a name. */
export const quoted = (name: string) =>
  encodeURIComponent(name)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')
    .replaceAll('%3A', ':');

/** The paths that a listing leads cloud-init to, below the listing's own path, directories with a slash. */
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
 * Every target that cloud-init asks for below a directory, with its body.
 * @throws at the first one that is not there: cloud-init then has no metadata at all.
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
