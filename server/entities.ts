import 'reflect-metadata';
import { AuditEntry } from './audit/audit-entry.entity.ts';
import { AuditSubscriber } from './audit/audit.subscriber.ts';
import { ApiToken } from './access/api-token.entity.ts';
import { Session } from './access/session.entity.ts';
import { User } from './access/user.entity.ts';
import { Instance } from './instances/instance.entity.ts';
import { KeyAttachment } from './instances/key-attachment.entity.ts';
import { MetadataOptions } from './instances/metadata-options.ts';
import { Tag } from './instances/tag.entity.ts';
import { SshKey } from './keys/ssh-key.entity.ts';
import { Address } from './networks/address.entity.ts';
import { NetworkInterface } from './networks/network-interface.entity.ts';
import { UserData } from './user-data/user-data.entity.ts';
import type { OrmParts } from './database/orm.ts';

/** Every entity and subscriber of the house. */
export const ormParts: OrmParts = {
  entities: [
    Instance,
    MetadataOptions,
    Tag,
    KeyAttachment,
    NetworkInterface,
    Address,
    SshKey,
    UserData,
    User,
    Session,
    ApiToken,
    AuditEntry,
  ],
  subscribers: [new AuditSubscriber()],
};
