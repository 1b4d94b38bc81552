import { primaryInterface, type GuestInterface, type GuestTag, type GuestView } from './guest-view.ts';

/**
 * The facts that several data sources serve, each defined once: the EC2 tree, the identity document, NoCloud and
 * OpenStack read them here and serve them under their own names. The configuration of interfaces is in
 * `interface-plan.ts`.
 *
 * One fact differs on purpose: OpenStack identifies a machine by its UUID, as nova does, not by its instance-id.
 * Custom metadata belongs to the EC2 tree: if it overrides a fact there, the other data sources keep the original.
 */
export const facts = {
  instanceId: ({ instanceId }: GuestView) => instanceId,
  /** OpenStack's `uuid`, which cloud-init uses as the instance-id. */
  uuid: ({ uuid }: GuestView) => uuid,
  /** The name that the machine is registered by: `hostname` of EC2, `name` of OpenStack. */
  hostname: ({ hostname }: GuestView) => hostname,
  /** The name that the machine gives itself: `local-hostname` of EC2 and NoCloud, `hostname` of OpenStack. */
  localHostname: ({ localHostname }: GuestView) => localHostname,
  accountId: ({ accountId }: GuestView) => accountId,
  availabilityZone: ({ availabilityZone }: GuestView) => availabilityZone,
  region: ({ region }: GuestView) => region,
  launchIndex: ({ launchIndex }: GuestView) => launchIndex,
  keys: ({ keys }: GuestView) => keys,
  /** The tags that the machine may read. */
  tags: ({ tags, metadataOptions }: GuestView): readonly GuestTag[] =>
    metadataOptions.instanceMetadataTags ? tags : [],
  /** Undefined if empty. */
  userData: ({ userData }: GuestView) => (userData?.length ? userData : undefined),
  /** The main address of the machine: the first one of its primary interface. */
  privateIpv4: (view: GuestView) => primaryInterface(view)?.privateIpv4s[0],
  /** Served for the machine and for its primary interface; undefined for other interfaces. */
  publicHostname: (view: GuestView, nic = primaryInterface(view)): string | undefined =>
    nic === primaryInterface(view) ? view.publicHostname : undefined,
} satisfies Record<string, (view: GuestView, nic?: GuestInterface) => unknown>;
