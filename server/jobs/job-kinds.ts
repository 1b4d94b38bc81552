import { deletingInstances } from './delete-instances.job.ts';
import type { JobWork } from './job-kind.ts';
import { JobKind } from './job.entity.ts';
import { updatingInstances } from './update-instances.job.ts';

/** All kinds of jobs. */
export const jobKinds: Record<JobKind, JobWork> = {
  [JobKind.UPDATE_INSTANCES]: updatingInstances,
  [JobKind.DELETE_INSTANCES]: deletingInstances,
};
