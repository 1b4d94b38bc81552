import type { GuestView } from './guest-view.ts';

/** The time when a path last changed: below a role that of its credentials, elsewhere the start of the run. */
export function lastModified(view: GuestView, segments: readonly string[]): Date {
  const [, tree, top] = segments[0] === 'ec2' ? segments.slice(1) : segments;
  const { role, identityRole, launchedAt } = view;
  if (tree !== 'meta-data') return launchedAt;
  if (top === 'iam') return role?.lastUpdated ?? launchedAt;
  if (top === 'identity-credentials') return identityRole?.lastUpdated ?? launchedAt;
  return launchedAt;
}
