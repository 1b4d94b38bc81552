import {
  DriverException,
  ForeignKeyConstraintViolationException,
  UniqueConstraintViolationException,
} from '@mikro-orm/core';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { formatError } from './format-error.ts';

let logged: string[];
const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) });
beforeEach(() => void (logged = []));

const coded = (code: string) => Object.assign(new Error('the text of the database'), { code });
const formatted = (error: Error) => formatError({ message: error.message }, error, log);

describe('what the database says', () => {
  it.each([
    ['of a unique column', new UniqueConstraintViolationException(coded('23505'))],
    ['of a reference', new ForeignKeyConstraintViolationException(coded('23503'))],
  ])('%s on PostgreSQL is told as a race: a repeat finds what is there now', (_, error) => {
    expect(formatted(error)).toMatchObject({
      message: expect.stringContaining('repeat'),
      extensions: { code: 'CONFLICT' },
    });
    expect(logged).toEqual([]);
  });

  it.each([
    [
      'of a unique column of SQLite',
      new UniqueConstraintViolationException(coded('SQLITE_CONSTRAINT_UNIQUE')),
    ],
    [
      'of a reference in SQLite',
      new ForeignKeyConstraintViolationException(coded('SQLITE_CONSTRAINT_FOREIGNKEY')),
    ],
    ['of a value in the wrong encoding', new DriverException(coded('22021'))],
    ['of a number out of range', new DriverException(coded('22003'))],
    ['of a value of another type', new DriverException(coded('SQLITE_MISMATCH'))],
  ])('%s is a fault of the server: it is logged, and a repeat is not advised', (_, error) => {
    const { message, extensions } = formatted(error);

    expect(extensions?.code).toBe('INTERNAL_SERVER_ERROR');
    expect(message).not.toMatch(/again|repeat|the text of the database/);
    expect(logged).toEqual([expect.stringContaining('the text of the database')]);
  });
});
