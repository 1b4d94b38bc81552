import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/**
 * Bytes of user-data or custom metadata, stored once per hash and never changed. They stay while something refers to
 * them; `usedAt` prevents that they are pruned between being stored and being referred to.
 */
@Entity()
export class Content {
  /** In hexadecimal. */
  @PrimaryKey({ type: 'string', length: 64 })
  sha256!: string;

  /** In bytes. */
  @Property({ type: 'integer' })
  size!: number;

  @Property({ type: 'blob' })
  bytes!: Uint8Array;

  /** The time when they were last stored, or last got a new reference. */
  @Property({ type: 'Date' })
  usedAt!: Date;
}
