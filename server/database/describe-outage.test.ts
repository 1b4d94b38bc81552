import { describe, expect, it } from '@jest/globals';
import { Unavailable } from '../errors.ts';
import { describeOutage } from './describe-outage.ts';

const coded = (code: string, message = 'something') => Object.assign(new Error(message), { code });

const full = 'The disk of the database is full: free some space on it.';
const locked = 'Another process keeps the database locked.';
const broken = 'The file of the database cannot be read or written.';
const unreachable = 'The database cannot be reached.';
const silent = 'The database does not answer.';

describe('what keeps a database from answering', () => {
  it.each([
    ['SQLITE_FULL', full],
    ['53100', full],
    ['ENOSPC', full],
    ['SQLITE_BUSY', locked],
    ['SQLITE_BUSY_SNAPSHOT', locked],
    ['SQLITE_LOCKED', locked],
    ['SQLITE_IOERR_READ', broken],
    ['SQLITE_CANTOPEN', broken],
    ['SQLITE_READONLY_DBMOVED', broken],
    ['SQLITE_CORRUPT', broken],
    ['SQLITE_NOTADB', broken],
    ['ECONNREFUSED', unreachable],
    ['ECONNRESET', unreachable],
    ['EPIPE', unreachable],
    ['ETIMEDOUT', unreachable],
    ['ENOTFOUND', unreachable],
    ['EAI_AGAIN', unreachable],
    ['EHOSTUNREACH', unreachable],
    ['ENETUNREACH', unreachable],
    ['08006', unreachable],
    ['57P01', unreachable],
    ['57P03', unreachable],
    ['53300', unreachable],
    ['25006', unreachable],
  ])('is told by its code: %s', (code, meaning) => {
    expect(describeOutage(coded(code))).toBe(meaning);
  });

  it.each([
    ['database or disk is full', full],
    ['database is locked', locked],
    ['Query read timeout', silent],
    ['timeout exceeded when trying to connect', silent],
    ['Connection terminated unexpectedly', silent],
    ['Client has encountered a connection error and is not queryable', silent],
  ])('is told by its message: %s', (message, meaning) => {
    expect(describeOutage(new Error(message))).toBe(meaning);
  });

  it.each<[string, Error, string]>([
    ['below another error', new Error('insert failed', { cause: coded('SQLITE_FULL') }), full],
    [
      'further below',
      new Error('a', { cause: new Error('b', { cause: coded('ECONNREFUSED') }) }),
      unreachable,
    ],
    ['one address of several', new AggregateError([coded('EINVAL'), coded('ECONNREFUSED')]), unreachable],
    ['below what says that it is away', new Unavailable('away', { cause: coded('53100') }), full],
    ['nowhere else', new Unavailable('Too many wait.'), 'Too many wait.'],
    ['below what is not known', new Unavailable('It is away.', { cause: coded('42P01') }), 'It is away.'],
    [
      'in the protocol of PgBouncer',
      Object.assign(coded('08P01', 'query_wait_timeout'), { severity: 'FATAL' }),
      unreachable,
    ],
  ])('is found where it is said: %s', (_, error, meaning) => {
    expect(describeOutage(error)).toBe(meaning);
  });

  it.each<[string, unknown]>([
    ['a unique constraint of PostgreSQL', coded('23505')],
    ['a unique constraint of SQLite', coded('SQLITE_CONSTRAINT_UNIQUE')],
    ['a wrong statement', coded('42601')],
    ['a deadlock', coded('40P01')],
    ['a value in the wrong encoding', coded('22021')],
    ['a character that no text has', coded('22P05')],
    ['a number out of range', coded('22003')],
    ['a text too long for its column', coded('22001')],
    ['a value of another type in SQLite', coded('SQLITE_MISMATCH')],
    [
      'a statement that ends at a U+0000',
      Object.assign(coded('08P01', 'invalid message format'), { severity: 'ERROR' }),
    ],
    ['a value that reads like an outage', coded('23505', 'Key (hostname)=(Connection terminated)')],
    ['a value below what says that it is away', new Unavailable('away', { cause: coded('22021') })],
    ['any error', new TypeError('x is not a function')],
    ['errors that are all others', new AggregateError([coded('EINVAL'), new Error('x')])],
    ['a code that only looks like one', coded('1ECONN')],
    ['no error', 'ECONNREFUSED'],
    ['nothing', undefined],
  ])('is not: %s', (_, error) => {
    expect(describeOutage(error)).toBeUndefined();
  });
});
