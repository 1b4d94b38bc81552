/** Reads do not wait for writes. */
import { expect, it } from '@jest/globals';
import { beginWriting } from '../database/transaction.ts';
import { Instance } from '../instances/instance.entity.ts';
import { onBothDatabases } from './support/world.ts';

onBothDatabases('while somebody changes something', (open) => {
  it('a query is answered, with what was committed before', async () => {
    const world = await open();
    const { id } = await world.instance({ hostname: 'before' });
    const names = async () => {
      const { instances } = await world.data('{ instances { totalCount nodes { hostname tags { key } } } }');
      return instances.nodes.map(({ hostname }: { hostname: string }) => hostname);
    };
    const em = world.orm.em.fork();
    await beginWriting(em);
    await em.nativeUpdate(Instance, { id }, { hostname: 'meanwhile' });

    const during = await names();
    await em.commit();

    expect(during).toEqual(['before']);
    expect(await names()).toEqual(['meanwhile']);
  });

  it('a script is answered, the use of whose token is to be noted', async () => {
    const world = await open();
    await world.data('{ viewer { name } }', {}, { as: 'viewer' });
    world.pass(61);
    const em = world.orm.em.fork();
    await beginWriting(em);

    const { viewer } = await world.data('{ viewer { name } }', {}, { as: 'viewer' });

    await em.rollback();
    expect(viewer).toMatchObject({ name: 'viewer' });
  });

  it('whoever is signed in is known', async () => {
    const world = await open();
    const { cookie } = await world.person('ann', 'VIEWER');
    world.pass(60); // so that the use of the session is to be recorded again
    const em = world.orm.em.fork();
    await beginWriting(em);

    const asked = [{ cookie }, 'viewer' as const].map(async (as) => {
      const { viewer } = await world.data('{ viewer { name } }', {}, { as });
      return viewer.name;
    });

    expect(await Promise.all(asked)).toEqual(['ann', 'viewer']);
    await em.rollback();
  });
});
