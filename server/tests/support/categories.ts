/** Every category that the specification of the service lists. */
import { readFileSync } from 'node:fs';

export interface SpecifiedCategory {
  /** The path below the version, with placeholders such as `{mac}`. */
  path: string;
  kind: 'leaf' | 'directory';
  since: string;
  format: string;
  example: string;
  /** Begins with `always`, or states the condition. */
  when: string;
}

const file = new URL('../../../docs/spec/categories.json', import.meta.url);

export const specified = JSON.parse(readFileSync(file, 'utf8')) as SpecifiedCategory[];

/** True if the specification calls it retired, never served under this name, or safe to leave out. */
export const isNeverServed = ({ path }: SpecifiedCategory) =>
  /^meta-data\/(elastic-gpus|elastic-inference|managed-ssh-keys)\b|\/network-card-index$/.test(path);

/** True for the list of versions, the list of a version's parts and the token: not part of the tree below a version. */
const isSpecial = ({ path }: SpecifiedCategory) => ['', '/', 'api/token'].includes(path);

export const servedCategories = specified.filter((one) => !isSpecial(one) && !isNeverServed(one));

/** True if every machine has it. */
export const isAlways = ({ path, when }: SpecifiedCategory) =>
  when.startsWith('always') || /^meta-data\/identity-credentials\/ec2(\/info)?$/.test(path);

/** True if a category that exists since a date is shown under a version. */
export const shows = (since: string, version: string) => version === 'latest' || since <= version;

/** Fills in a path's placeholders for a machine with these names, one EBS volume and one instance store volume. */
export const filled = (path: string, names: Record<string, string>) =>
  path
    .replace('ebs{n}', 'ebs1')
    .replace('ephemeral{n}', 'ephemeral0')
    .replace(/\{([a-z-]+)\}/g, (_, name: string) => names[name]!);

const ipv4 = String.raw`\d{1,3}(\.\d{1,3}){3}`;
const linesOf = (line: string) => new RegExp(`^${line}(\n${line})*$`);

/** The pattern of a body in each format, except JSON. */
const formats: Record<string, RegExp> = {
  text: /^[^\n]+\n?$/,
  int: /^\d+$/,
  hostname: /^[a-z0-9-]+(\.[a-z0-9-]+)*$/,
  ipv4: new RegExp(`^${ipv4}$`),
  ipv6: /^[0-9a-f:]+:[0-9a-f:]*$/,
  'ipv4-cidr': new RegExp(`^${ipv4}/\\d+$`),
  mac: /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/,
  list: linesOf('[^\n]+'),
  base64: /^([A-Za-z0-9+/]{76}\n)+[A-Za-z0-9+/]{1,76}={0,2}$/,
  binary: /^#!/,
  listing: linesOf('[^\n/]+/?'),
};

/** Replaces the values in JSON by `…`, which leaves the order of the fields and all whitespace. */
const skeleton = (json: string) => json.replace(/(?<= ?: ?)("(?:[^"\\]|\\.)*"|null|\[ .* \])/g, '…');

/** True if a body has the format of its category; JSON must have the fields and the spacing of the example. */
export function hasFormat({ path, format, example }: SpecifiedCategory, body: string): boolean {
  if (format !== 'json') return formats[format]!.test(body);
  JSON.parse(body);
  const areKeysFacts = path === 'meta-data/tag-sets/instance';
  return areKeysFacts || skeleton(body) === skeleton(example);
}
