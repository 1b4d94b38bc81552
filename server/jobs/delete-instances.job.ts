import { plainRows } from '../database/plain-rows.ts';
import { deleteInstances } from '../instances/delete-instances.ts';
import { Instance } from '../instances/instance.entity.ts';
import { hasRole, mayAssignRoles, assignForbidden, describeImpersonation } from '../instances/role-guard.ts';
import { failureOf } from './job-failure.ts';
import type { JobWork } from './job-kind.ts';

/** Deletes instances. One that was deleted meanwhile by others counts as done. */
export const deletingInstances: JobWork = {
  needs: 'instances:write',
  async work(ids, _, { em, actor }) {
    const found = await plainRows(em, { entity: Instance, by: 'id', values: ids, locked: true });
    const isKept = (row: (typeof found)[number]) => hasRole(row) && !mayAssignRoles(actor);
    await deleteInstances(
      em,
      found.filter((row) => !isKept(row)),
    );
    return found.filter(isKept).map(({ id, hostname }) => {
      const title = String(hostname);
      return failureOf({ id: String(id), title }, assignForbidden(describeImpersonation(title, title)));
    });
  },
};
