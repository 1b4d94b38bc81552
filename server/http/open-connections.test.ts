import { createServer } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { collectEverything } from '../garbage.ts';
import { OpenConnections } from './open-connections.ts';

/** Returns a reference that does not keep the connections of a new server alive. */
const connectionsOfServer = () => new WeakRef(new OpenConnections(createServer(), 60_000));

it('the connections of a server that could not listen are not kept for ever', async () => {
  const connections = connectionsOfServer();

  await nextTurn();
  collectEverything();

  expect(connections.deref()).toBeUndefined();
});
