import { describe, expect, it } from '@jest/globals';
import { may, nobody, permissionsOfActor, system, type Actor } from './actor.ts';
import { leastRoleWith, permissionsOf, roles, type Permission } from './permission.ts';

const all = permissionsOf('SUPERUSER');
const person = (role: (typeof roles)[number]): Actor => ({ kind: 'USER', id: 'usr-1', name: 'a', role });

describe('the roles', () => {
  it('grow: each may what the one below may, and more', () => {
    const [viewer, operator, superuser] = roles.map((role) => permissionsOf(role));

    expect(operator).toEqual(expect.arrayContaining([...viewer!]));
    expect(superuser).toEqual(expect.arrayContaining([...operator!]));
    expect([viewer!.length, operator!.length, superuser!.length]).toEqual([6, 11, 15]);
  });

  it('let a viewer write nothing, and see neither people nor tokens', () => {
    const viewer = permissionsOf('VIEWER');

    expect(viewer.filter((permission) => permission.endsWith(':write'))).toEqual([]);
    expect(viewer.filter((permission) => /^(users|tokens):/.test(permission))).toEqual([]);
  });

  it.each<[Permission, string]>([
    ['instances:read', 'VIEWER'],
    ['audit:read', 'VIEWER'],
    ['instances:write', 'OPERATOR'],
    ['keys:write', 'OPERATOR'],
    ['user-data:write', 'OPERATOR'],
    ['users:read', 'SUPERUSER'],
    ['tokens:write', 'SUPERUSER'],
  ])('give %s to %s first', (permission, role) => {
    expect(leastRoleWith(permission)).toBe(role);
  });
});

describe('an actor', () => {
  it('who is nobody may nothing', () => {
    expect(permissionsOfActor(nobody)).toEqual([]);
    for (const permission of all) expect(may(nobody, permission)).toBe(false);
  });

  it('on the command line may everything', () => {
    for (const permission of all) expect(may(system, permission)).toBe(true);
  });

  it.each(roles)('with the role %s may what the role may', (role) => {
    for (const permission of all)
      expect(may(person(role), permission)).toBe(permissionsOf(role).includes(permission));
  });
});
