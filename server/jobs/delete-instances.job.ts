import { deleteInstances } from '../instances/delete-instances.ts';
import { hasRole, mayAssignRoles, mayNotAssign, whyKept } from '../instances/role-guard.ts';
import { failureOf } from './job-failure.ts';
import type { JobWork } from './job-kind.ts';
import { lockedInstances } from './locked-instances.ts';

/** Deletes instances. One that somebody else deleted meanwhile is gone, as was asked for. */
export const deletingInstances: JobWork = {
  needs: 'instances:write',
  async work(ids, _, { em, actor }) {
    const found = await lockedInstances(em, ids);
    const isKept = (instance: (typeof found)[number]) => hasRole(instance) && !mayAssignRoles(actor);
    await deleteInstances(
      em,
      found.filter((instance) => !isKept(instance)),
    );
    return found
      .filter(isKept)
      .map((instance) => failureOf(instance, mayNotAssign(whyKept(instance.title, instance.title))));
  },
};
