import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/**
 * Bytes of user-data or custom metadata, kept once by their hash, and never changed. They stay while something refers to
 * them; `usedAt` keeps them from being pruned between being stored and being referred to.
 */
@Entity()
export class Content {
  /** Of the bytes, in hexadecimal. */
  @PrimaryKey({ type: 'string', length: 64 })
  sha256!: string;

  /** In bytes. */
  @Property({ type: 'integer' })
  size!: number;

  @Property({ type: 'blob' })
  bytes!: Uint8Array;

  /** The time when somebody last stored them, or began to refer to them. */
  @Property({ type: 'Date' })
  usedAt!: Date;
}
