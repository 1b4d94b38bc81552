import type { ClassType } from 'type-graphql';
import type { Permission, PermissionScope } from '../access/permission.ts';
import { payloadsOf } from '../graphql/payload.ts';
import { inputsOf, pluralName } from './named-inputs.ts';
import type { NamedShape } from './named-kind.ts';

/** The types that the operations of a kind use, and the permissions that they need. */
export interface OperationTypes {
  inputs: ReturnType<typeof inputsOf>;
  payloads: ReturnType<typeof payloadsOf>;
  /** The singular and the plural in the names of mutations: `create${one}`, `upsert${many}`. */
  one: string;
  many: string;
  read: Permission;
  write: Permission;
}

export function operationTypesOf(
  kind: NamedShape & {
    of: { entity: ClassType<object> };
    property: string;
    payloads?: OperationTypes['payloads'];
  },
  scope: PermissionScope,
): OperationTypes {
  const { entity } = kind.of;
  const [one, many] = [entity.name, pluralName(kind)];
  return {
    inputs: inputsOf(kind),
    payloads:
      kind.payloads ?? payloadsOf(entity, { property: kind.property, plural: many, words: kind.words.one }),
    one,
    many,
    read: scope === 'user-data' ? 'user-data:list' : `${scope}:read`,
    write: `${scope}:write`,
  };
}
