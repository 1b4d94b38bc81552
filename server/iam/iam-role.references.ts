import type { Referable } from '../graphql/references.ts';
import { IamRole } from './iam-role.entity.ts';

export const iamRoles: Referable<IamRole> = { entity: IamRole, noun: 'role', names: ['name'] };
