import { may, type Actor } from './actor.ts';
import type { Permission } from './permission.ts';

/** The permission needed to read an object, by its type: by `node(id:)`, in the audit log and in its history. */
export const readPermissions: Readonly<Record<string, Permission>> = {
  Instance: 'instances:read',
  NetworkInterface: 'instances:read',
  MaintenanceEvent: 'instances:read',
  Vpc: 'networks:read',
  Subnet: 'networks:read',
  SecurityGroup: 'networks:read',
  SshKey: 'keys:read',
  IamRole: 'roles:read',
  UserData: 'user-data:list',
  User: 'users:read',
  Session: 'users:read',
  ApiToken: 'tokens:read',
  Job: 'instances:read',
  SigningKey: 'audit:read', // its certificate is published
  Secrets: 'audit:read', // the entry that all of them were encrypted anew
  AuditEntry: 'audit:read',
  Archived: 'instances:read', // and the permission of its kind
};

/** The types whose objects the actor may read. A type that is not in the table is readable by no actor. */
export const readableTypes = (actor: Actor): string[] =>
  Object.entries(readPermissions).flatMap(([type, permission]) => (may(actor, permission) ? type : []));
