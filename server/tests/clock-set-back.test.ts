/** A clock that was ahead is corrected: session tokens expire by the corrected clock, and none lasts for years. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withToken } from './support/guest.ts';
import { openWorld, type Machine, type World } from './support/world.ts';

const hour = 3600;
const year = 365 * 24 * hour;

describe('When the clock of a server is set back', () => {
  let world: World;
  let machine: Machine;

  beforeEach(async () => {
    world = await openWorld({ database: 'sqlite' });
    machine = await world.instance({ metadataOptions: { httpTokens: 'REQUIRED' } });
  });

  afterEach(() => world.close());

  const statusWith = async (token: string) =>
    (await machine.guest.get('/latest/meta-data/', withToken(token))).status;

  describe.each([
    ['the server that issued it', async () => {}],
    ['one that was started since', () => world.restart()],
  ])('a session token, at %s,', (_, changeServers) => {
    it('holds no shorter than it was asked for, and ends by the clock', async () => {
      const token = await machine.guest.token(60);

      await changeServers();
      world.pass(-6 * hour);

      const statuses = [await statusWith(token)];
      for (const seconds of [60, 6 * hour - 1, 1]) {
        world.pass(seconds);
        statuses.push(await statusWith(token));
      }
      expect(statuses).toEqual([200, 200, 200, 401]);
    });

    it('is no good for years, and another one is', async () => {
      const token = await machine.guest.token();
      expect(await statusWith(token)).toBe(200);

      await changeServers();
      world.pass(-year);

      expect(await statusWith(token)).toBe(401);
      expect(await statusWith(await machine.guest.token())).toBe(200);
    });
  });

  it('a session token that had ended stays good no longer than it says', async () => {
    const token = await machine.guest.token(60);

    const statuses: number[] = [];
    for (const seconds of [61, -31, 29, 1]) {
      world.pass(seconds);
      statuses.push(await statusWith(token));
    }

    expect(statuses).toEqual([401, 200, 200, 401]);
  });
});
