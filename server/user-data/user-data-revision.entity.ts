import { Entity, Enum, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { ActorKind } from '../audit/audit-entry.entity.ts';
import type { Author } from '../audit/author.ts';
import { Content } from '../contents/content.entity.ts';
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
@ObjectType({ description: 'A content that a document has or had.', simpleResolvers: true })
export class UserDataRevision {
  /** Sorts by number within a document. */
  @Field(() => ID, { description: 'The id of the revision.' })
  @PrimaryKey({ type: 'string', length: 40 })
  id: string;

  /** The id of the document. */
  @ManyToOne(() => UserData, { mapToPk: true, deleteRule: 'cascade' })
  userData: string;

  @Field(() => Int, { description: 'Counts the contents of the document, from 1.' })
  @Property({ type: 'integer' })
  number: number;

  @Field(() => String, { description: 'SHA-256 of the bytes, in hexadecimal.' })
  @ManyToOne(() => Content, { mapToPk: true, fieldName: 'sha256', index: true })
  sha256!: string;

  @Field(() => Int, { description: 'Its length in bytes.' })
  @Property({ type: 'integer' })
  size!: number;

  @Field(() => UserDataKind, { description: 'What cloud-init takes it for.' })
  @Enum({ items: () => UserDataKind })
  kind!: UserDataKind;

  @Field(() => Date, { description: 'When the document got it.' })
  @Property({ type: 'Date' })
  at: Date = new Date();

  @Field(() => ActorKind, { description: 'The kind of caller that the actor was.' })
  @Enum({ items: () => ActorKind })
  actorKind: ActorKind;

  @Field(() => ID, { nullable: true, description: "The user's, token's or machine's id." })
  @Property({ type: 'string', length: 40, nullable: true })
  actorId: string | null;

  @Field(() => String, { description: "The actor's name at that time." })
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
