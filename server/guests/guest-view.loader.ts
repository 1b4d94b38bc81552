import type { Config } from '../config.ts';
import type { IdentitySigner } from '../identity/identity-signer.ts';
import type {
  GuestEvents,
  GuestMaintenance,
  GuestMetadataOptions,
  GuestView,
} from '../metadata/guest-view.ts';
import type { Encryption } from '../encryption.ts';
import { contentStore } from './content-store.ts';
import { guestInterfaces, networkRecordsOf } from './guest-interfaces.ts';
import { guestRole } from './guest-role.ts';
import type { Moment } from './column-values.ts';
import { copiedFacts } from './facts.generated.ts';
import {
  byPosition,
  type CustomMetadataRow,
  type GuestRow,
  type KeyRow,
  type MaintenanceRow,
  type RoleRow,
  type TagRow,
} from './guest-row.ts';
import { lazySignatures } from './lazy-signatures.ts';
import { sharedJson, sharedText } from './shared-values.ts';

/** Everything that a view is made from, except the row. */
export interface ViewContext {
  config: Pick<Config, 'METADATA_DOMAIN' | 'METADATA_PARTITION'>;
  encryption: Encryption;
  /** The signer of the identity document; undefined while there is none. */
  signer: IdentitySigner | undefined;
  /** The time of the view: notices show from their time on. */
  now: Date;
}

/** Returns everything that is served to the machine of a row. */
export function guestView(row: GuestRow, context: ViewContext): GuestView {
  const { METADATA_DOMAIN: domain, METADATA_PARTITION: partition } = context.config;
  const view: GuestView = {
    ...copiedFacts(row),
    projectId: sharedText(row.given_project_id ?? row.account_id),
    localHostname: row.given_local_hostname ?? row.hostname,
    services: { domain, partition },
    keys: guestKeys(row),
    tags: guestTags(row),
    userData: row.user_data === null ? undefined : contentStore.share(row.user_data),
    role: guestRole(row.iam_role, row, context),
    identityRole: guestRole(row.identity_role, row, context),
    events: guestEvents(row, context.now),
    customMetadata: guestCustomMetadata(row),
    metadataOptions: guestOptions(row),
    interfaces: guestInterfaces(row),
    signatures: undefined,
  };
  if (context.signer) Object.assign(view, { signatures: lazySignatures(view, context.signer) });
  return view;
}

/** The ids of the records, except the instance, that the view of a row is made of: it is outdated if one changes. */
export function recordsOf(row: GuestRow): string[] {
  const roles = [row.iam_role, row.identity_role].flatMap((role) => role ?? []);
  return [
    ...(row.user_data_id === null ? [] : [row.user_data_id]),
    ...roles.map((role) => sharedJson<RoleRow>(role).id),
    ...sharedJson<KeyRow[]>(row.keys).map(({ id }) => id),
    ...networkRecordsOf(row),
  ];
}

/** The time at which the next notice begins to show, in milliseconds since the epoch; infinity if there is none. */
export function nextNotice(row: GuestRow, now: Date): number {
  const notices = [row.notices_spot_notice_time, row.notices_rebalance_notice_time];
  const times = notices.flatMap((time) => (time === null ? [] : new Date(time).getTime()));
  return Math.min(...times.filter((time) => time > now.getTime()), Number.POSITIVE_INFINITY);
}

const guestKeys = ({ keys }: GuestRow) => sharedJson<KeyRow[]>(keys).toSorted(byPosition);

const guestTags = ({ tags }: GuestRow) =>
  (JSON.parse(tags) as TagRow[]).sort((a, b) => (a.key < b.key ? -1 : 1));

const guestCustomMetadata = ({ custom_metadata: entries }: GuestRow) =>
  sharedJson<CustomMetadataRow[]>(entries)
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, since, bytes }) => ({
      path,
      since: since ?? undefined,
      value: contentStore.share(Buffer.from(bytes, 'hex')),
    }));

function guestOptions(row: GuestRow): GuestMetadataOptions {
  return {
    httpEndpoint: row.metadata_options_http_endpoint === 'ENABLED',
    httpTokens: row.metadata_options_http_tokens === 'REQUIRED' ? 'required' : 'optional',
    instanceMetadataTags: row.metadata_options_instance_metadata_tags === 'ENABLED',
    httpProtocolIpv6: row.metadata_options_http_protocol_ipv6 === 'ENABLED',
    httpPutResponseHopLimit: row.metadata_options_http_put_response_hop_limit,
  };
}

function guestEvents(row: GuestRow, now: Date): GuestEvents {
  const { notices_spot_action: action, notices_spot_time: time } = row;
  const known = (noticeTime: Moment | null) =>
    noticeTime !== null && new Date(noticeTime) <= now ? new Date(noticeTime) : undefined;
  const isInterrupted = action !== null && time !== null && known(row.notices_spot_notice_time) !== undefined;
  return {
    spotInterruption: isInterrupted ? { action, time: new Date(time) } : undefined,
    rebalanceNoticeTime: known(row.notices_rebalance_notice_time),
    targetLifecycleState: row.notices_target_lifecycle_state ?? undefined,
    maintenance: guestMaintenance(row),
  };
}

function guestMaintenance({ maintenance }: GuestRow): GuestMaintenance[] {
  const time = (moment: Moment | null) => (moment === null ? undefined : new Date(moment));
  return sharedJson<MaintenanceRow[]>(maintenance)
    .map(({ id, code, description, notBefore, notAfter, notBeforeDeadline, state }) => ({
      eventId: id,
      code,
      description,
      notBefore: new Date(notBefore),
      notAfter: time(notAfter),
      notBeforeDeadline: time(notBeforeDeadline),
      state,
    }))
    .sort((a, b) => a.notBefore.getTime() - b.notBefore.getTime() || (a.eventId < b.eventId ? -1 : 1));
}
