import { expect, it } from '@jest/globals';
import { differencesOf } from './record-differences';

const before = { name: 'a', blocks: ['1', '2'], token: '' };

it('names the fields in which two versions differ, and those that the user left alone', () => {
  const mine = { ...before, name: 'mine' };
  const theirs = { ...before, name: 'theirs', blocks: ['3'] };

  expect(differencesOf({ mine, theirs, before }, {})).toEqual([
    { field: 'name', mine: 'mine', theirs: 'theirs', untouched: false },
    { field: 'blocks', mine: '1, 2', theirs: '3', untouched: true },
  ]);
});

it('shows no secret that the user has typed', () => {
  const mine = { ...before, token: 'hunter2' };

  const [difference] = differencesOf({ mine, theirs: before, before }, { secret: ['token'] });

  expect(difference).toMatchObject({ field: 'token', mine: 'given' });
});

it('takes the words of a kind for its values', () => {
  const mine = { ...before, name: 'x' };
  const textOf = (field: string, value: unknown) => (field === 'name' ? `<${String(value)}>` : undefined);

  expect(differencesOf({ mine, theirs: before, before }, { textOf })).toMatchObject([
    { mine: '<x>', theirs: '<a>' },
  ]);
});
