import { describe, expect, it } from '@jest/globals';
import { may, nobody, permissionsOfActor, system, type Actor } from './actor.ts';
import { permissionsOf, rolesWith, describeHolders, type Permission } from './permission.ts';
import { roles } from './roles.ts';

const all = permissionsOf('SUPERUSER');
const person = (role: (typeof roles)[number], rolesAssign = false): Actor => ({
  kind: 'USER',
  id: 'usr-1',
  name: 'a',
  role,
  rolesAssign,
});

describe('the roles', () => {
  it('grow: each may what the one below may, and more', () => {
    const [viewer, operator, superuser] = (['VIEWER', 'OPERATOR', 'SUPERUSER'] as const).map(permissionsOf);

    expect(operator).toEqual(expect.arrayContaining([...viewer!]));
    expect(superuser).toEqual(expect.arrayContaining([...operator!]));
    expect([viewer!.length, operator!.length, superuser!.length]).toEqual([7, 12, 17]);
  });

  it.each(['VIEWER', 'AUDITOR'] as const)('let a %s write nothing', (role) => {
    expect(permissionsOf(role).filter((permission) => !/:(read|list)$/.test(permission))).toEqual([]);
  });

  it('let a viewer see neither people nor tokens', () => {
    expect(permissionsOf('VIEWER').filter((permission) => /^(users|tokens):/.test(permission))).toEqual([]);
  });

  it('let an auditor read everything but contents', () => {
    const reading = all.filter((permission) => /:(read|list)$/.test(permission));

    expect(reading.filter((permission) => !permissionsOf('AUDITOR').includes(permission))).toEqual([
      'user-data:read',
    ]);
  });

  it.each<[Permission, string[], string]>([
    ['instances:read', [...roles], 'the roles VIEWER, AUDITOR, OPERATOR and SUPERUSER have it'],
    ['user-data:list', [...roles], 'the roles VIEWER, AUDITOR, OPERATOR and SUPERUSER have it'],
    [
      'user-data:read',
      ['VIEWER', 'OPERATOR', 'SUPERUSER'],
      'the roles VIEWER, OPERATOR and SUPERUSER have it',
    ],
    ['instances:write', ['OPERATOR', 'SUPERUSER'], 'the roles OPERATOR and SUPERUSER have it'],
    ['users:read', ['AUDITOR', 'SUPERUSER'], 'the roles AUDITOR and SUPERUSER have it'],
    ['tokens:write', ['SUPERUSER'], 'the role SUPERUSER has it'],
    ['roles:assign', ['SUPERUSER'], 'the role SUPERUSER has it'],
  ])('give %s to %s', (permission, names, sentence) => {
    expect(rolesWith(permission)).toEqual(names);
    expect(describeHolders(permission)).toBe(sentence);
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

  it.each([
    ['VIEWER', false],
    ['AUDITOR', false],
    ['OPERATOR', true],
    ['SUPERUSER', true],
  ] as const)('with the role %s and the right to assign roles may assign them: %s', (role, isAdded) => {
    expect(permissionsOfActor(person(role, true)).includes('roles:assign')).toBe(isAdded);
    expect(permissionsOfActor(person(role, true))).toEqual(expect.arrayContaining([...permissionsOf(role)]));
  });
});
