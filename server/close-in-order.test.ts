import { expect, it } from '@jest/globals';
import { closeInOrder } from './close-in-order.ts';

const noLog = { info: () => {}, warn: () => {} } as never;

it('closes each part once the one before it is closed', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const closed: string[] = [];
  const close = (name: string) => async () => void closed.push(name);

  const closing = closeInOrder({ first: () => promise.then(close('first')), second: close('second') }, noLog);
  await Promise.resolve();
  expect(closed).toEqual([]);
  resolve();
  await closing;

  expect(closed).toEqual(['first', 'second']);
});

it('says which part the end waits for', async () => {
  const said: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const log = {
    info: (line: string) => said.push(line),
    warn: (line: string) => {
      said.push(line);
      resolve();
    },
  };

  await closeInOrder({ 'the upkeep': () => promise }, log as never, 0);

  expect(said).toEqual(['Stopping waits for the upkeep.', 'Stopping waits for the upkeep no longer.']);
});
