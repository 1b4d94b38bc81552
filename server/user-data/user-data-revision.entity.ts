import { Entity, Enum, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { ActorKind } from '../audit/audit-entry.entity.ts';
import type { Author } from '../audit/author.ts';
import { ContentReference } from '../contents/content-reference.ts';
import { contentFacts } from '../contents/given-content.ts';
import { UserDataKind } from './user-data-kind.enum.ts';
import { UserData } from './user-data.entity.ts';

/** The maximum number of revisions kept per document; the oldest are deleted. */
export const maxRevisions = 100;

/** The id of a revision; the ids of a document sort by number. */
export const revisionId = (userData: string, number: number) =>
  `rev-${userData.slice(UserData.idPrefix.length + 1)}-${String(number).padStart(9, '0')}`;

/** A content that a document has or had. */
@Entity()
@Unique({ properties: ['userData', 'number'] })
@ObjectType({
  description: 'A revision of a user-data document: its present or a former content.',
  simpleResolvers: true,
})
export class UserDataRevision {
  /** Sorts by number within a document. */
  @Field(() => ID, { description: 'The id of the revision.' })
  @PrimaryKey({ type: 'string', length: 40 })
  id: string;

  /** The id of the document. */
  @ManyToOne(() => UserData, { mapToPk: true, deleteRule: 'cascade' })
  userData: string;

  @Field(() => Int, { description: 'The number of the revision in the document, from 1.' })
  @Property({ type: 'integer' })
  number: number;

  @Field(() => String, { description: 'The SHA-256 of the bytes, in hexadecimal.' })
  @ContentReference()
  sha256!: string;

  @Field(() => Int, { description: 'The size in bytes.' })
  @Property({ type: 'integer' })
  size!: number;

  @Field(() => UserDataKind, { description: 'The kind of content for cloud-init.' })
  @Enum({ items: () => UserDataKind })
  kind!: UserDataKind;

  @Field(() => Date, { description: 'The time at which the document got this content.' })
  @Property({ type: 'Date' })
  at: Date = new Date();

  @Field(() => ActorKind, { description: 'The kind of the actor.' })
  @Enum({ items: () => ActorKind })
  actorKind: ActorKind;

  @Field(() => ID, { nullable: true, description: 'The id of the user, token or instance.' })
  @Property({ type: 'string', length: 40, nullable: true })
  actorId: string | null;

  @Field(() => String, { description: 'The name of the actor at that time.' })
  @Property({ type: 'string', length: 255 })
  actorName: string;

  constructor(document: UserData, number: number, author: Author) {
    this.id = revisionId(document.id, number);
    this.userData = document.id;
    this.number = number;
    Object.assign(this, contentFacts(document));
    this.actorKind = author.kind;
    this.actorId = author.id;
    this.actorName = author.name;
  }
}
