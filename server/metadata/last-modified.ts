import type { GuestView } from './guest-view.ts';

/** When what stands at a path last changed: with the credentials of a role, everything else with the start of the run. */
export function lastModified(view: GuestView, segments: readonly string[]): Date {
  const [, tree, top] = segments[0] === 'ec2' ? segments.slice(1) : segments;
  const { role, identityRole, launchedAt } = view;
  if (tree !== 'meta-data') return launchedAt;
  if (top === 'iam') return role?.lastUpdated ?? launchedAt;
  if (top === 'identity-credentials') return identityRole?.lastUpdated ?? launchedAt;
  return launchedAt;
}
