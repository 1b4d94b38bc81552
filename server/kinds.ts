import type { EntityManager } from '@mikro-orm/core';
import type { ClassType } from 'type-graphql';
import { ApiToken } from './access/api-token.entity.ts';
import { ApiTokenResolver } from './access/api-token.resolver.ts';
import type { Permission } from './access/permission.ts';
import { ReadPermissions } from './access/read-permissions.ts';
import { Session } from './access/session.entity.ts';
import { SessionResolver } from './access/session.resolver.ts';
import { SignInLink } from './access/sign-in-link.entity.ts';
import { SignInResolver } from './access/sign-in.resolver.ts';
import { User } from './access/user.entity.ts';
import { UserResolver } from './access/user.resolver.ts';
import { Archived, ArchivedContent } from './archive/archived.entity.ts';
import { ArchivedResolver } from './archive/archived.resolver.ts';
import { AuditContent } from './audit/audit-content.entity.ts';
import { AuditEntry } from './audit/audit-entry.entity.ts';
import { AuditResolver } from './audit/audit.resolver.ts';
import { contentFieldsOf } from './contents/content-fields.ts';
import { Content } from './contents/content.entity.ts';
import { recordedContentResolvers } from './contents/recorded-content.resolver.ts';
import type { EntityClass } from './database/plain-rows.ts';
import { InstanceEventsResolver } from './events/instance-events.resolver.ts';
import { MaintenanceEvent } from './events/maintenance-event.entity.ts';
import { MaintenanceResolver } from './events/maintenance.resolver.ts';
import { Notices } from './events/notices.ts';
import { IamRole } from './iam/iam-role.entity.ts';
import { iamRoleResolvers } from './iam/iam-role.resolver.ts';
import { IdentityResolver } from './identity/identity.resolver.ts';
import { SigningKey } from './identity/signing-key.entity.ts';
import { CustomMetadata } from './instances/custom-metadata.entity.ts';
import { InstanceFieldsResolver } from './instances/instance-fields.resolver.ts';
import { InstanceMetadataResolver } from './instances/instance-metadata.resolver.ts';
import { Instance } from './instances/instance.entity.ts';
import { instanceResolvers } from './instances/instance.resolver.ts';
import { MetadataAnswerResolver } from './instances/metadata-answer.ts';
import { KeyAttachment } from './instances/key-attachment.entity.ts';
import { MetadataOptions } from './instances/metadata-options.ts';
import { Tag } from './instances/tag.entity.ts';
import { InstancesByFilterResolver } from './jobs/instances-by-filter.resolver.ts';
import { JobTarget } from './jobs/job-target.entity.ts';
import { Job } from './jobs/job.entity.ts';
import { JobResolver } from './jobs/job.resolver.ts';
import { SshKey } from './keys/ssh-key.entity.ts';
import { sshKeyResolvers } from './keys/ssh-key.resolver.ts';
import { Address } from './networks/address.entity.ts';
import { GroupMembership } from './networks/group-membership.entity.ts';
import { NetworkInterface } from './networks/network-interface.entity.ts';
import { NetworkInterfaceResolver } from './networks/network-interface.resolver.ts';
import { SecurityGroup } from './networks/security-group.entity.ts';
import { securityGroupResolvers } from './networks/security-group.resolver.ts';
import { Subnet } from './networks/subnet.entity.ts';
import { subnetResolvers } from './networks/subnet.resolver.ts';
import { Vpc } from './networks/vpc.entity.ts';
import { vpcResolvers } from './networks/vpc.resolver.ts';
import { lastRequestResolvers } from './observed/last-request.resolver.ts';
import { UserDataRevision } from './user-data/user-data-revision.entity.ts';
import { UserData } from './user-data/user-data.entity.ts';
import { userDataResolvers } from './user-data/user-data.resolver.ts';

/** A kind of record: everything that the rest of the server has to know of it. */
export interface Kind<Entity extends { id: string } = { id: string }> {
  /** Its class, whose name is its type in the API, in the history and in the archive. */
  // oxlint-disable-next-line typescript/no-explicit-any -- constructors of entities differ in their arguments
  entity: (new (...args: any[]) => Entity) & { idPrefix: string };
  /** The permission to read one: by `node(id:)`, in the history and in the archive. */
  reads: Permission;
  /** Its queries, mutations and fields. */
  resolvers?: readonly ClassType<object>[];
  /** The other tables and embedded objects that only it has. */
  parts?: readonly EntityClass[];
  /** True if no machine is served anything of it: its changes invalidate nothing in memory. */
  isApiOnly?: boolean;
  /** True if an actor without the permission users:read may read their own alone. */
  isOfActor?: boolean;
  /** The details of `node(id:)`; null where it does not return one. */
  node?: NodeDetails<Entity> | null;
}

interface NodeDetails<Entity> {
  /** Another type whose objects the actor must be able to read. */
  about?(found: Entity): string;
  /** Loads what fields need that are not columns. */
  load?(em: EntityManager, found: Entity): Promise<unknown>;
}

const kind = <Entity extends { id: string }>(declared: Kind<Entity>): Kind => declared as unknown as Kind;

/** All kinds of records. The ORM, the schema, `node(id:)`, the history and the permissions read this list. */
export const kinds: readonly Kind[] = [
  kind({
    entity: Instance,
    reads: 'instances:read',
    resolvers: [
      ...instanceResolvers,
      InstanceFieldsResolver,
      InstanceMetadataResolver,
      MetadataAnswerResolver,
      InstancesByFilterResolver,
      contentFieldsOf(CustomMetadata, { names: { bytes: 'bytes', text: 'value' }, cost: 3 }),
      ...lastRequestResolvers,
    ],
    parts: [MetadataOptions, Notices, CustomMetadata, Tag, KeyAttachment],
  }),
  kind({
    entity: NetworkInterface,
    reads: 'instances:read',
    resolvers: [NetworkInterfaceResolver],
    parts: [Address, GroupMembership],
    node: {
      load: (em, found) => em.populate([found], ['instance.interfaces', 'instance.addressRows']),
    },
  }),
  kind({
    entity: MaintenanceEvent,
    reads: 'instances:read',
    resolvers: [InstanceEventsResolver, MaintenanceResolver],
  }),
  kind({ entity: Vpc, reads: 'networks:read', resolvers: vpcResolvers }),
  kind({ entity: Subnet, reads: 'networks:read', resolvers: subnetResolvers }),
  kind({ entity: SecurityGroup, reads: 'networks:read', resolvers: securityGroupResolvers }),
  kind({ entity: SshKey, reads: 'keys:read', resolvers: sshKeyResolvers }),
  kind({ entity: IamRole, reads: 'roles:read', resolvers: iamRoleResolvers }),
  kind({
    entity: UserData,
    reads: 'user-data:list',
    resolvers: userDataResolvers,
    parts: [UserDataRevision],
  }),
  kind({
    entity: User,
    reads: 'users:read',
    resolvers: [UserResolver],
    parts: [SignInLink],
    isApiOnly: true,
  }),
  kind({
    entity: Session,
    reads: 'users:read',
    resolvers: [SessionResolver, SignInResolver],
    isApiOnly: true,
    node: null,
  }),
  kind({ entity: ApiToken, reads: 'tokens:read', resolvers: [ApiTokenResolver], isApiOnly: true }),
  kind({
    entity: SigningKey,
    reads: 'audit:read', // its certificate is published
    resolvers: [IdentityResolver],
    node: null,
  }),
  kind({
    entity: Job,
    reads: 'instances:read',
    resolvers: [JobResolver],
    parts: [JobTarget],
    isApiOnly: true,
    isOfActor: true,
  }),
  kind({
    entity: AuditEntry,
    reads: 'audit:read',
    resolvers: [AuditResolver],
    parts: [AuditContent],
    node: { about: ({ subjectType }) => subjectType },
  }),
  kind({
    entity: Archived,
    reads: 'instances:read',
    resolvers: [ArchivedResolver, ...recordedContentResolvers],
    parts: [ArchivedContent, Content],
    node: { about: ({ kind: archivedAs }) => archivedAs },
  }),
];

/** `Secrets` is everything that is encrypted with SECRET_KEY: the history says when it was encrypted anew. */
export const readPermissions = new ReadPermissions(
  {
    ...Object.fromEntries(kinds.map(({ entity, reads }) => [entity.name, reads])),
    Secrets: 'audit:read',
  },
  kinds.flatMap(({ entity, isOfActor }) => (isOfActor ? entity.name : [])),
);

/** The types of which nothing is served to a machine. */
export const apiOnlyTypes: ReadonlySet<string> = new Set(
  kinds.flatMap(({ entity, isApiOnly }) => (isApiOnly ? entity.name : [])),
);
