import { may, type Actor } from './actor.ts';
import type { Permission } from './permission.ts';

/** The permission that reads an object, by its type: itself by `node(id:)`, and what the audit and its history say of it. */
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
  Secrets: 'audit:read', // that all of them were encrypted anew
  AuditEntry: 'audit:read',
  Archived: 'instances:read', // and what its kind needs
};

/** The types whose objects the actor may read. One that the table does not know nobody may. */
export const readableTypes = (actor: Actor): string[] =>
  Object.entries(readPermissions).flatMap(([type, permission]) => (may(actor, permission) ? type : []));
