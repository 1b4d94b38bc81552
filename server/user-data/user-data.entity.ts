import { Entity, Enum, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { ContentReference } from '../contents/content-reference.ts';
import { contentFacts, hold, type ContentHolder, type GivenContent } from '../contents/given-content.ts';
import { BaseRecord, Node, type ContentFacts, type OwnedPart } from '../database/record.ts';
import { UserDataKind } from './user-data-kind.enum.ts';

/** One instance's own document, as the history of the instance shows it. */
export const ownDocumentPart = (document: ContentFacts) => ({
  label: 'userData',
  summary: 'its own document',
  content: contentFacts(document),
});

/** Bytes that instances get as user-data: a shared document with a name, or one instance's own without a name. */
@Entity()
@ObjectType({
  implements: Node,
  description: 'A document that instances get as user-data.',
  simpleResolvers: true,
})
export class UserData extends BaseRecord implements Node, ContentHolder {
  static readonly idPrefix = 'ud';
  /** The properties that decide the values served to the machines that share one. */
  static readonly sharedProperties = ['sha256'];

  @Field(() => String, {
    nullable: true,
    description: "The unique name; null for an instance's own document.",
  })
  @Property({ type: 'string', length: 255, unique: true, nullable: true })
  name: string | null;

  @Field(() => UserDataKind, { description: 'The kind of content for cloud-init.' })
  @Enum({ items: () => UserDataKind })
  kind!: UserDataKind;

  @Field(() => Int, { description: 'The size in bytes.' })
  @Property({ type: 'integer' })
  size!: number;

  @Field(() => String, { simple: false, description: 'The SHA-256 of the bytes, in hexadecimal.' })
  @Needs('user-data:read')
  @ContentReference()
  sha256!: string;

  /** The new bytes, which the next flush stores; undefined if there are none. */
  given?: GivenContent | undefined;

  /** The instance whose own document it is; set by code that changes it with that instance. */
  owner?: BaseRecord;

  constructor(name: string | null) {
    super(UserData.idPrefix);
    this.name = name;
  }

  /** Sets the content; the same content changes nothing. */
  replace(content: ContentFacts | GivenContent): this {
    hold(this, content);
    return this;
  }

  get title() {
    return this.name ?? this.id;
  }

  override get ownedPart(): OwnedPart | undefined {
    if (this.name !== null) return undefined;
    return { owner: this.owner, ...ownDocumentPart(this) };
  }
}
