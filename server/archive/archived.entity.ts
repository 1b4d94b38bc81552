import type { Rel } from '@mikro-orm/core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType } from 'type-graphql';
import { ActorKind } from '../audit/audit-entry.entity.ts';
import { ContentReferenceKey } from '../contents/content-reference.ts';
import { orderedDigits } from '../database/record-digits.ts';
import { Node } from '../database/record.ts';
import type { ArchivedDocument } from './archived-document.ts';
import { ArchivedKind, keptDays } from './archived-kind.ts';

/** A deleted object as it was. Written in the transaction that deletes it, and removed when the object is restored. */
@Entity()
@Index({ properties: ['subjectId', 'at'] })
@ObjectType({
  implements: Node,
  description: 'A deleted object, as it was.',
  simpleResolvers: true,
})
export class Archived implements Node {
  static readonly idPrefix = 'arc';

  @Field(() => ID, { description: 'The prefixed id, which never changes.' })
  @PrimaryKey({ type: 'string', length: 40 })
  id: string = `${Archived.idPrefix}-${orderedDigits()}`;

  @Field(() => ArchivedKind, { description: 'The kind of object.' })
  @Enum({ items: () => ArchivedKind })
  kind!: ArchivedKind;

  @Field(() => ID, { description: 'The former id of the object, which it gets back when it is restored.' })
  @Property({ type: 'string', length: 40 })
  subjectId!: string;

  @Field(() => String, { description: 'The name of the object.' })
  @Property({ type: 'string', length: 255 })
  name!: string;

  /** The name as names of its kind are compared. */
  @Property({ type: 'string', length: 255, index: true, default: '' })
  nameKey!: string;

  @Field(() => Date, { description: 'The time of deletion.' })
  @Property({ type: 'Date', index: true })
  at: Date = new Date();

  @Field(() => ActorKind, { description: 'The kind of caller that deleted the object.' })
  @Enum({ items: () => ActorKind })
  actorKind!: ActorKind;

  @Field(() => ID, { nullable: true, description: 'The id of the user or token that deleted the object.' })
  @Property({ type: 'string', length: 40, nullable: true })
  actorId: string | null = null;

  @Field(() => String, { description: 'The name of the caller that deleted the object, at that time.' })
  @Property({ type: 'string', length: 255 })
  actorName!: string;

  // always read as a whole and never searched, so PostgreSQL stores it as json, not as jsonb
  @Property({ type: 'json', columnType: 'json' })
  document!: ArchivedDocument;

  @Field(() => Date, { description: 'The time until which the object is kept.' })
  get expiresAt(): Date {
    return new Date(this.at.getTime() + keptDays * 24 * 60 * 60 * 1000);
  }
}

/** A content of an archived object: it is kept as long as the archived object. */
@Entity()
export class ArchivedContent {
  [PrimaryKeyProp]?: ['archived', 'sha256'];

  @ManyToOne(() => Archived, { primary: true, deleteRule: 'cascade' })
  archived!: Rel<Archived>;

  @ContentReferenceKey()
  sha256!: string;
}
