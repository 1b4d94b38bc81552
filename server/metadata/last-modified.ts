import type { GuestView } from './guest-view.ts';

/** When what stands at a path last changed: with the credentials of a role, everything else with the start of the run. */
export function lastModified(view: GuestView, [, tree, top]: readonly string[]): Date {
  const { role, identityRole, launchedAt } = view;
  if (tree !== 'meta-data') return launchedAt;
  if (top === 'iam') return role?.lastUpdated ?? launchedAt;
  if (top === 'identity-credentials') return identityRole?.lastUpdated ?? launchedAt;
  return launchedAt;
}
