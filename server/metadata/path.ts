const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i;

/**
 * The segments of a request target: `/latest//meta-data/./instance-id/?x=1` is `['latest', 'meta-data', 'instance-id']`.
 *
 * Takes origin-form and absolute-form (`http://169.254.169.254/latest`). The query is dropped, the rest decoded once and
 * only then split, so an encoded slash or dot counts like a plain one. Slashes at the end never matter, `..` does not
 * leave the root. Answers undefined when the percent-encoding is broken or does not give UTF-8.
 */
export function segmentsOf(target: string): string[] | undefined {
  if (isClean(target)) return target.slice(1, target.endsWith('/') ? -1 : undefined).split('/');
  const [path = ''] = target.replace(origin, '').split('?', 1);
  const decoded = decode(path);
  if (decoded === undefined) return undefined;
  const segments: string[] = [];
  for (const segment of decoded.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments;
}

/** The one spelling of all targets with the same segments, where they are not spelled as nearly all are already. */
export function plainTarget(target: string): string {
  if (isClean(target)) return target;
  const path = segmentsOf(target)?.join('/');
  return path === undefined ? target : `/${encodeURI(path).replace(/[?#]/g, encodeURIComponent)}`;
}

/** Whether a target is spelled as nearly all are, so that nothing has to be changed before it is split. */
const isClean = (target: string) => /^(?:\/[A-Za-z0-9_:=-][A-Za-z0-9._:=-]*)+\/?$/.test(target);

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
