const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i;

/** Returns a request target without scheme and authority: `/latest` for `http://169.254.169.254/latest`. */
export const originForm = (target: string): string => target.replace(origin, '');

/**
 * The segments of a request target: for `/latest//meta-data/./instance-id/?x=1`
 * `['latest', 'meta-data', 'instance-id']`.
 *
 * Takes origin-form and absolute-form (`http://169.254.169.254/latest`). The query is dropped, the rest decoded once
 * and only then split, so an encoded slash or dot counts like a plain one. Trailing slashes are ignored, `..` does not
 * leave the root. Returns undefined if the percent-encoding is broken or does not give UTF-8.
 */
export function segmentsOf(target: string): string[] | undefined {
  if (isClean(target)) return target.slice(1, target.endsWith('/') ? -1 : undefined).split('/');
  const [path = ''] = originForm(target).split('?', 1);
  const decoded = decode(path);
  if (decoded === undefined) return undefined;
  const segments: string[] = [];
  for (const segment of decoded.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments;
}

/** Returns a clean target and one that cannot be decoded as it is, any other in the canonical spelling. */
export function plainTarget(target: string): string {
  if (isClean(target)) return target;
  const path = segmentsOf(target)?.join('/');
  return path === undefined ? target : `/${encodeURI(path).replace(/[?#]/g, encodeURIComponent)}`;
}

/** True if a target can be split as it is, as nearly all can: nothing to decode or remove. */
const isClean = (target: string) => /^(?:\/[A-Za-z0-9_:=-][A-Za-z0-9._:=-]*)+\/?$/.test(target);

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
