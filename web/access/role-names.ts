import type { Role } from '../generated/graphql';

const names: Record<Role, string> = {
  VIEWER: 'Viewer, reads only',
  AUDITOR: 'Auditor, reads all but contents',
  OPERATOR: 'Operator',
  SUPERUSER: 'Super user',
};

export const roleName = (role: Role | null) => (role ? names[role] : 'No role');
