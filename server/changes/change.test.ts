import { describe, expect, it } from '@jest/globals';
import { changeOf, type Change, type ChangedSubject } from './change.ts';

const apiOnlyTypes = new Set(['User', 'Session', 'ApiToken']);
const line = (action: string, subjectType: string, subjectId: string): ChangedSubject => ({
  action,
  subjectType,
  subjectId,
});

describe('what lines of the history mean', () => {
  it.each<[string, ChangedSubject[], Partial<Change>]>([
    ['a machine was changed', [line('UPDATED', 'Instance', 'i')], { ids: ['i'], findsMore: true }],
    ['a machine was deleted', [line('DELETED', 'Instance', 'i')], { ids: ['i'], findsMore: true }],
    ['there is a new machine', [line('CREATED', 'Instance', 'i')], { ids: [], findsMore: true }],
    ['a key was changed', [line('UPDATED', 'SshKey', 'k')], { ids: ['k'] }],
    ['there is a new key', [line('CREATED', 'SshKey', 'k')], { ids: [] }],
    ['there is a new signing key', [line('CREATED', 'SigningKey', 's')], { ids: [], everything: true }],
    [
      'much at once, some of it of people',
      [
        line('UPDATED', 'User', 'u'),
        line('CREATED', 'Instance', 'new'),
        line('UPDATED', 'SshKey', 'k'),
        line('CREATED', 'Subnet', 'new'),
        line('DELETED', 'Vpc', 'v'),
      ],
      { ids: ['k', 'v'], findsMore: true },
    ],
  ])('%s', (_, lines, change) => {
    expect(changeOf(lines, apiOnlyTypes)).toEqual({ findsMore: false, everything: false, ...change });
  });

  it.each([
    ['there are none', []],
    ['a user was changed', [line('UPDATED', 'User', 'u')]],
    ['somebody signed out', [line('DELETED', 'Session', 's')]],
    ['a token was made', [line('CREATED', 'ApiToken', 't')]],
  ])('nothing for what is kept in memory: %s', (_, lines) => {
    expect(changeOf(lines, apiOnlyTypes)).toBeUndefined();
  });
});
