import { GraphQLJSON } from 'graphql-scalars';
import { quoted } from '../errors.ts';
import { countCharacters } from './characters.ts';
import { lenientScalar, Malformed } from './lenient-scalar.ts';

const isoText = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** True if a date exists: JavaScript takes 30 February for 2 March. */
const isDay = (date: string) => {
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
};

/** True for years that have four digits and that PostgreSQL has: it has no year 0. */
const isWithinYears = (moment: Date) => moment.getUTCFullYear() >= 1 && moment.getUTCFullYear() <= 9999;

/** A moment, as ISO 8601 in UTC. Inputs name this scalar: type-graphql turns an invalid `Date` into the present. */
export const DateTime = lenientScalar<Date>({
  name: 'DateTime',
  description: 'A date and time as ISO 8601 text, returned in UTC: `2026-01-31T12:00:00.000Z`.',
  parse(text) {
    const [, date] = isoText.exec(text) ?? [];
    const moment = new Date(date ? text : Number.NaN);
    if (date && isDay(date) && isWithinYears(moment)) return moment;
    return new Malformed('This is not a time.', 'Write it as 2026-01-31T12:00:00Z.');
  },
  serialize: (moment) => moment.toISOString(),
});

/**
 * Bytes as base64 text (RFC 4648 section 4, padding required). Line breaks are ignored, since `base64` writes them;
 * everything else has to be as an encoder writes it, so that a text that was damaged in transit is refused.
 */
export const Bytes = lenientScalar<Uint8Array>({
  name: 'Bytes',
  description: 'Bytes as base64 text with padding.',
  parse(text) {
    const plain = text.replace(/[\r\n]/g, '');
    const bytes = Buffer.from(plain, 'base64');
    if (bytes.toString('base64') === plain) return bytes;
    return new Malformed('This is not base64.', 'Encode the bytes with: base64 -w0 FILE');
  },
  serialize: (bytes) => Buffer.from(bytes).toString('base64'),
});

/** A UUID in its canonical form, lower case with hyphens. */
export const UUID = lenientScalar<string>({
  name: 'UUID',
  description: 'A UUID, returned in lower case with hyphens: `ec2e1916-9099-7caf-fd21-012345abcdef`.',
  parse(text) {
    const [, ...groups] =
      /^\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i.exec(text) ?? [];
    if (groups.length > 0) return groups.join('-').toLowerCase();
    return new Malformed(
      `${quoted(text)} is not a UUID.`,
      'Write it as ec2e1916-9099-7caf-fd21-012345abcdef.',
    );
  },
});

/** The maximum length of a reference, which may be a name, in characters. */
const maxRefLength = 255;

/** A reference to an object: its prefixed id or its unique name. */
export const Ref = lenientScalar<string>({
  name: 'Ref',
  description:
    'A reference to an object by its id or unique name; to an instance also by its instance-id or hostname.',
  parse(text) {
    if (countCharacters(text) > maxRefLength)
      return new Malformed(`A reference has at most ${maxRefLength} characters.`);
    return text.trim() === '' ? new Malformed('An empty reference names nothing.') : text;
  },
});

export const JSONValue = GraphQLJSON;
