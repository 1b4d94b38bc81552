import { primaryInterface, type GuestInterface, type GuestTag, type GuestView } from './guest-view.ts';

/**
 * The facts that more than one data source tells, each said in one place: EC2's tree, the identity document, NoCloud and
 * OpenStack take them from here under the names that they have for them. What interfaces are told is in
 * `interface-plan.ts`.
 *
 * One fact differs on purpose: a machine of OpenStack is known by its UUID, as nova has it, and not by its instance-id.
 * Custom metadata belongs to EC2's tree: what it says there in place of a fact the others do not say.
 */
export const facts = {
  instanceId: ({ instanceId }: GuestView) => instanceId,
  /** OpenStack's `uuid`, which cloud-init takes for the instance-id. */
  uuid: ({ uuid }: GuestView) => uuid,
  /** The name that it is registered by: `hostname` of EC2, `name` of OpenStack. */
  hostname: ({ hostname }: GuestView) => hostname,
  /** The name that it gives itself: `local-hostname` of EC2 and NoCloud, `hostname` of OpenStack. */
  localHostname: ({ localHostname }: GuestView) => localHostname,
  accountId: ({ accountId }: GuestView) => accountId,
  availabilityZone: ({ availabilityZone }: GuestView) => availabilityZone,
  region: ({ region }: GuestView) => region,
  launchIndex: ({ launchIndex }: GuestView) => launchIndex,
  keys: ({ keys }: GuestView) => keys,
  /** Those that the machine may read. */
  tags: ({ tags, metadataOptions }: GuestView): readonly GuestTag[] =>
    metadataOptions.instanceMetadataTags ? tags : [],
  /** Undefined where there is not one byte. */
  userData: ({ userData }: GuestView) => (userData?.length ? userData : undefined),
  /** The address that the machine is known by: the first one of its primary interface. */
  privateIpv4: (view: GuestView) => primaryInterface(view)?.privateIpv4s[0],
  /** Of the machine, and of its primary interface alone. */
  publicHostname: (view: GuestView, nic = primaryInterface(view)): string | undefined =>
    nic === primaryInterface(view) ? view.publicHostname : undefined,
} satisfies Record<string, (view: GuestView, nic?: GuestInterface) => unknown>;
