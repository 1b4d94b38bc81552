import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SessionTokens } from './session-token.ts';

const tokens = new SessionTokens('a secret key that is only used by tests');
const now = new Date('2026-01-31T12:00:00Z');
const instanceId = 'i-0a1b2c3d4e5f67890';
const token = tokens.issue(instanceId, 60, now);
const isGood = (text: string) => tokens.secondsLeft(text, instanceId, now) !== undefined;

/** Every character that a header can have. */
const headerCharacter = fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code));
const headerText = fc.string({ unit: headerCharacter, maxLength: 80 });
const place = fc.integer({ min: 0, max: token.length });

describe('a session token of a key of before', () => {
  const [before, after] = ['a secret key that is only used by tests', 'the next secret key that tests use'];
  const next = new SessionTokens(after!, ['yet another key', before!]);

  it('is good, the provisional ones too', () => {
    expect(next.secondsLeft(token, instanceId, now)).toBe(60);
    const provisional = tokens.issueProvisional('10.0.0.5', 60, now);
    expect(next.provisionalSecondsLeft(provisional, '10.0.0.5', now)).toBe(60);
    expect(next.provisionalSecondsLeft(provisional, '10.0.0.6', now)).toBeUndefined();
  });

  it('is never issued', () => {
    const issued = next.issue(instanceId, 60, now);

    expect(next.secondsLeft(issued, instanceId, now)).toBe(60);
    expect(isGood(issued)).toBe(false);
    expect(new SessionTokens(after!).secondsLeft(token, instanceId, now)).toBeUndefined();
  });
});

describe('a session token', () => {
  it('is good as it was issued', () => {
    expect(token).toMatch(/^[A-Za-z0-9_-]{54}==$/);
    expect(isGood(token)).toBe(true);
  });

  it.each([
    ['with something appended', (text: string) => `${text}AAAA`],
    ['with a star appended', (text: string) => `${text}*`],
    ['with more padding', (text: string) => `${text}=`],
    ['with half of its padding', (text: string) => text.slice(0, -1)],
    ['without its padding', (text: string) => text.slice(0, -2)],
    ['with other signs for its padding', (text: string) => `${text.slice(0, -2)}**`],
    ['with a blank in it', (text: string) => `${text.slice(0, 20)} ${text.slice(20)}`],
    ['with stars in it', (text: string) => `${text.slice(0, 20)}**${text.slice(20)}`],
    ['with a star for its padding and one in it', (text: string) => `*${text.slice(0, -1)}`],
    ['twice', (text: string) => `${text}, ${text}`],
    ['and nonsense after it', (text: string) => `${text}, nonsense`],
    ['and nothing after it', (text: string) => `${text}, `],
    ['and nonsense before it', (text: string) => `nonsense, ${text}`],
  ])('is not good %s', (_, change) => {
    expect(isGood(change(token))).toBe(false);
  });

  it('is not good in another of the 16 spellings of its bytes', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const spellings = [...alphabet].map((last) => `${token.slice(0, 53)}${last}==`);
    const sameBytes = spellings.filter((text) =>
      Buffer.from(text, 'base64url').equals(Buffer.from(token, 'base64url')),
    );

    expect(sameBytes).toHaveLength(16);
    expect(spellings.filter(isGood)).toEqual([token]);
  });

  it('is not good in the other alphabet of base64', () => {
    const issued = Array.from({ length: 100 }, () => tokens.issue(instanceId, 60, now));
    const other = issued.map((text) => text.replaceAll('-', '+').replaceAll('_', '/'));

    expect(other.filter((text, n) => text !== issued[n]).length).toBeGreaterThan(0);
    expect(other.filter(isGood)).toEqual(other.filter((text, n) => text === issued[n]));
  });

  it('is the only text that is good', () => {
    const replaced = fc
      .tuple(place, place, headerText)
      .map(([from, to, text]) => token.slice(0, Math.min(from, to)) + text + token.slice(Math.max(from, to)));
    const encoded = headerText.map((text) => Buffer.from(text, 'latin1').toString('base64url'));

    fc.assert(
      fc.property(fc.oneof(replaced, headerText, encoded), (text) => {
        expect(isGood(text)).toBe(text === token);
      }),
      { numRuns: 2000 },
    );
  });

  it('is good for no other instance, with no other key, and not once it has ended', () => {
    const others = new SessionTokens('another secret key that only tests use');

    expect(tokens.secondsLeft(token, 'i-0a1b2c3d4e5f67891', now)).toBeUndefined();
    expect(others.secondsLeft(token, instanceId, now)).toBeUndefined();
    expect(tokens.secondsLeft(token, instanceId, new Date(now.getTime() + 59_000))).toBe(1);
    expect(tokens.secondsLeft(token, instanceId, new Date(now.getTime() + 60_000))).toBeUndefined();
  });
});
