import * as z from 'zod';
import { normaliseScopedCidr } from './addresses/cidr.ts';
import { isIpv4, lacksZone, normaliseScopedIp } from './addresses/ip-address.ts';

/** A whole number within these bounds. */
export const wholeNumber = (from: number, to: number) => {
  const error = `must be a whole number from ${from} to ${to}`;
  return z.coerce.number({ error }).int({ error }).min(from, { error }).max(to, { error });
};

/** One of these names. */
export const oneOf = <const Names extends readonly [string, ...string[]]>(...names: Names) =>
  z.enum(names, { error: `must be one of ${names.join(', ')}` });

/** Comma-separated values; each wrong one is reported by itself. */
export const list = <Entry>(read: (text: string) => Entry | undefined, advice: string) =>
  z
    .string()
    .default('')
    .transform((text, context): readonly Entry[] => {
      const texts = text.split(',').map((part) => part.trim());
      return texts.filter(Boolean).flatMap((part) => {
        const entry = read(part);
        if (entry === undefined) context.addIssue({ code: 'custom', message: `"${part}" ${advice}` });
        return entry ?? [];
      });
    });

/** Comma-separated keys. A wrong one is reported by its position, because its text must not be shown. */
export const keyList = (problemOf: (key: string) => string | undefined, maxKeys: number) =>
  z
    .string()
    .default('')
    .transform((text, context): readonly string[] => {
      const keys = text
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean);
      const add = (message: string) => context.addIssue({ code: 'custom', message });
      if (keys.length > maxKeys) add(`has ${keys.length} keys: at most ${maxKeys} are tried`);
      for (const [n, key] of keys.entries()) {
        const problem = problemOf(key);
        if (problem) add(`key ${n + 1} ${problem}`);
      }
      return keys;
    });

/** An address and a port to listen at. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** An address and a port; IPv6 in brackets, a link-local one with its zone. */
export function listenAddress(text: string): ListenAddress | undefined {
  const [, bracketed, name, port] = /^(?:\[([^[\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? name;
  if (host === undefined || Number(port) > 65_535) return undefined;
  const address = bracketed === undefined ? host : normaliseScopedIp(bracketed);
  return address === undefined || lacksZone(address) ? undefined : { host, port: Number(port) };
}

/** True for two endpoints that share a port and an address, so that only one of them can be listened on. */
export function isSameEndpoint(one: Partial<ListenAddress>, other: Partial<ListenAddress>): boolean {
  if (one.port !== other.port || one.port === 0) return false;
  const [hosts, others] = [one, other].map(
    ({ host = '::' }) => normaliseScopedIp(host) ?? host.toLowerCase(),
  );
  return hosts === others || isWithin(hosts!, others!) || isWithin(others!, hosts!);
}

/** True if listening on the host includes the address: `::` includes all, and 0.0.0.0 all of IPv4. */
const isWithin = (address: string, host: string) => host === '::' || (host === '0.0.0.0' && isIpv4(address));

/** An address block; a bare address is the block of one host. Link-local ones need their zone. */
export function addressBlock(text: string): string | undefined {
  const address = normaliseScopedIp(text);
  const block =
    address === undefined ? normaliseScopedCidr(text) : `${address}/${isIpv4(address) ? 32 : 128}`;
  return block === undefined || lacksZone(block) ? undefined : block;
}

export const databaseUrl = z
  .string()
  .regex(
    /^(sqlite:.+|postgres(ql)?:\/\/.+)$/,
    'must be sqlite:path, sqlite::memory: or postgres://user:password@host:port/name',
  );

/** A PostgreSQL URL; undefined for any other text. */
export const replicaUrl = (text: string) => (/^postgres(ql)?:\/\/.+$/.test(text) ? text : undefined);

/** Printable ASCII without blanks. */
export const word = (text: string) =>
  z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without blanks')
    .default(text);

/** A host name or an address, as in a Host header without its port; in lower case. */
export const hostName = (text: string) =>
  /^(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252})|\[[0-9a-fA-F:.]+\])$/.test(text)
    ? text.toLowerCase()
    : undefined;

/** The origin of a URL without a path, such as `https://cloudmeta.example.org`; undefined for any other text. */
export function originOf(text: string): string | undefined {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return undefined;
  const { origin, pathname, search, hash, username } = new URL(text);
  return pathname === '/' && !search && !hash && !username ? origin : undefined;
}

/** A text converted by `read`; if that returns undefined, `problem` is reported for the variable. */
export const readBy = <Value>(read: (text: string) => Value | undefined, problem: string) =>
  z.string().transform((text, context): Value => {
    const value = read(text.trim());
    if (value === undefined) context.addIssue({ code: 'custom', message: problem });
    return value ?? z.NEVER;
  });
