/** Makes machine look-ups fail for a while, on either database, by renaming the table of the machines. */
import type { World } from './world.ts';

const execute = ({ orm }: World, statement: string) => orm.em.getConnection().execute(statement);

/** Makes every machine look-up fail from now on. */
export async function takeAway(world: World): Promise<void> {
  await execute(world, 'alter table instance rename to instance_elsewhere');
}

/** Makes machine look-ups work again; does nothing if they already do. */
export async function bringBack(world: World): Promise<void> {
  await execute(world, 'alter table instance_elsewhere rename to instance').catch(() => {});
}

/** Runs `act` while machines cannot be looked up. */
export async function whileAway<Result>(world: World, act: () => Promise<Result>): Promise<Result> {
  await takeAway(world);
  try {
    return await act();
  } finally {
    await bringBack(world);
  }
}
