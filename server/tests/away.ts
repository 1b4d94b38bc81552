/** A database that answers nothing about machines for a while, whichever it is: their table has another name. */
import type { World } from './world.ts';

const execute = ({ orm }: World, statement: string) => orm.em.getConnection().execute(statement);

/** From now on no machine can be looked up. */
export async function takeAway(world: World): Promise<void> {
  await execute(world, 'alter table instance rename to instance_elsewhere');
}

/** Machines can be looked up again; nothing to do where they can be. */
export async function bringBack(world: World): Promise<void> {
  await execute(world, 'alter table instance_elsewhere rename to instance').catch(() => {});
}

/** Does something while machines cannot be looked up. */
export async function whileAway<Result>(world: World, act: () => Promise<Result>): Promise<Result> {
  await takeAway(world);
  try {
    return await act();
  } finally {
    await bringBack(world);
  }
}
