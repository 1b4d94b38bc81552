import { forbidden } from '../errors.ts';
import { limitByOwner, may, type Actor } from './actor.ts';
import { describeHolders, type Permission } from './permission.ts';

/** The permissions to read objects, by their types. A type without one is readable by no actor. */
export class ReadPermissions {
  /** @param own types of which an actor without the permission users:read may read their own objects alone */
  constructor(
    private readonly byType: Readonly<Record<string, Permission>>,
    readonly own: readonly string[],
  ) {}

  /** Returns the types whose objects the actor may read. */
  typesFor(actor: Actor): string[] {
    return Object.entries(this.byType).flatMap(([type, permission]) => (may(actor, permission) ? type : []));
  }

  has(type: string): boolean {
    return Object.hasOwn(this.byType, type);
  }

  /** @throws FORBIDDEN where the actor may not read objects of the type */
  expect(type: string, actor: Actor): void {
    const needs = this.has(type) ? this.byType[type] : undefined;
    if (needs === undefined) throw forbidden('Nobody may read this object.');
    if (may(actor, needs)) return;
    throw forbidden(
      `This object needs the permission ${needs}: ${describeHolders(needs)}.${limitByOwner(actor, needs)}`,
    );
  }
}
