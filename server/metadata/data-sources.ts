import type { Client } from './client.ts';
import type { GuestView } from './guest-view.ts';
import { noCloud } from './nocloud.ts';
import { openStack } from './openstack.ts';
import { answer, type Answer } from './tree.ts';

type DataSource = (view: GuestView, segments: readonly string[], asker: Client) => Answer | undefined;

/**
 * The trees below a first segment of their own, by that segment; no listing shows them. OpenStack serves the EC2 tree
 * under `/ec2` as well as at the root.
 */
const dataSources: ReadonlyMap<string, DataSource> = new Map<string, DataSource>([
  ['ec2', answer],
  ['openstack', openStack],
  ['nocloud', noCloud],
]);

/** Returns the answer at a path of any tree; undefined is a 404. */
export const answerAt: DataSource = (view, segments, asker) => {
  const dataSource = dataSources.get(segments[0] ?? '');
  return dataSource ? dataSource(view, segments.slice(1), asker) : answer(view, segments);
};
