/** The roles of users and tokens. */
export enum Role {
  VIEWER = 'VIEWER',
  AUDITOR = 'AUDITOR',
  OPERATOR = 'OPERATOR',
  SUPERUSER = 'SUPERUSER',
}

export type RoleName = `${Role}`;

export const roles: readonly RoleName[] = Object.values(Role);
