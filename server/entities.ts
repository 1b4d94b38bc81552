import 'reflect-metadata';
import { Archived, ArchivedContent } from './archive/archived.entity.ts';
import { AuditEntry } from './audit/audit-entry.entity.ts';
import { AuditSubscriber } from './audit/audit.subscriber.ts';
import { CommitSubscriber, type CommitListener } from './audit/commit.subscriber.ts';
import { Content } from './contents/content.entity.ts';
import { ContentSubscriber } from './contents/content.subscriber.ts';
import { ApiToken } from './access/api-token.entity.ts';
import { Session } from './access/session.entity.ts';
import { SignInLink } from './access/sign-in-link.entity.ts';
import { User } from './access/user.entity.ts';
import { MaintenanceEvent } from './events/maintenance-event.entity.ts';
import { Notices } from './events/notices.ts';
import { IamRole } from './iam/iam-role.entity.ts';
import { SigningKey } from './identity/signing-key.entity.ts';
import { CustomMetadata } from './instances/custom-metadata.entity.ts';
import { Instance } from './instances/instance.entity.ts';
import { KeyAttachment } from './instances/key-attachment.entity.ts';
import { MetadataOptions } from './instances/metadata-options.ts';
import { Tag } from './instances/tag.entity.ts';
import { JobTarget } from './jobs/job-target.entity.ts';
import { Job } from './jobs/job.entity.ts';
import { SshKey } from './keys/ssh-key.entity.ts';
import { Address } from './networks/address.entity.ts';
import { GroupMembership } from './networks/group-membership.entity.ts';
import { NetworkInterface } from './networks/network-interface.entity.ts';
import { SecurityGroup } from './networks/security-group.entity.ts';
import { Subnet } from './networks/subnet.entity.ts';
import { Vpc } from './networks/vpc.entity.ts';
import { UserData } from './user-data/user-data.entity.ts';
import { UserDataRevision } from './user-data/user-data-revision.entity.ts';
import { RevisionSubscriber } from './user-data/revision.subscriber.ts';
import type { OrmParts } from './database/orm.ts';

/** All entities and subscribers; `listener` is notified of each commit. */
export const ormPartsFor = (listener?: CommitListener): OrmParts => ({
  entities: [
    Instance,
    MetadataOptions,
    Notices,
    MaintenanceEvent,
    CustomMetadata,
    Tag,
    KeyAttachment,
    NetworkInterface,
    Address,
    GroupMembership,
    SecurityGroup,
    Subnet,
    Vpc,
    IamRole,
    SigningKey,
    SshKey,
    UserData,
    UserDataRevision,
    Content,
    User,
    Session,
    SignInLink,
    ApiToken,
    Job,
    JobTarget,
    AuditEntry,
    Archived,
    ArchivedContent,
  ],
  subscribers: [
    new RevisionSubscriber(),
    new ContentSubscriber(),
    new AuditSubscriber(),
    new CommitSubscriber(listener),
  ],
});

/** The same for a command: running servers learn of its commits through the table of changes. */
export const ormParts = ormPartsFor();
