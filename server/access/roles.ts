/** The roles of users and tokens. */
export const roles = ['VIEWER', 'AUDITOR', 'OPERATOR', 'SUPERUSER'] as const;
export type Role = (typeof roles)[number];
