import { createHash } from 'node:crypto';
import { Entity, Enum, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { BaseRecord, Node, type OwnedPart } from '../database/record.ts';
import { Costs } from '../graphql/cost.ts';
import { Bytes } from '../graphql/scalars.ts';
import { kindOf, textOf } from './user-data-kind.ts';

export enum UserDataKind {
  CLOUD_CONFIG = 'cloud-config',
  SCRIPT = 'script',
  MULTIPART = 'multipart',
  GZIP = 'gzip',
  OTHER = 'other',
}

registerEnumType(UserDataKind, {
  name: 'UserDataKind',
  description: 'What cloud-init takes a document for.',
  valuesConfig: {
    CLOUD_CONFIG: { description: 'Starts with `#cloud-config`.' },
    SCRIPT: { description: 'Starts with `#!`, or is a Windows script.' },
    MULTIPART: { description: 'A MIME archive of several parts.' },
    GZIP: { description: 'Compressed with gzip.' },
    OTHER: { description: 'Anything else.' },
  },
});

/** Bytes that instances get as user-data: a shared document with a name, or one instance's own without. */
@Entity()
@ObjectType({ implements: Node, description: 'What instances get as user-data.', simpleResolvers: true })
export class UserData extends BaseRecord implements Node {
  static readonly idPrefix = 'ud';

  @Field(() => String, {
    nullable: true,
    description: "The unique name; null for one instance's own document.",
  })
  @Property({ type: 'string', length: 255, unique: true, nullable: true })
  name: string | null;

  @Field(() => Bytes, { simple: false, description: 'The bytes exactly as they were given.' })
  @Costs(20)
  @Needs('user-data:read')
  @Property({ type: 'blob', hidden: true })
  content!: Uint8Array;

  @Field(() => UserDataKind, { description: 'What cloud-init takes it for.' })
  @Enum({ items: () => UserDataKind })
  kind!: UserDataKind;

  @Field(() => Int, { description: 'Its length in bytes.' })
  @Property({ type: 'integer' })
  size!: number;

  @Field(() => String, { simple: false, description: 'SHA-256 of the bytes, in hexadecimal.' })
  @Needs('user-data:read')
  @Property({ type: 'string', length: 64 })
  sha256!: string;

  /** The instance whose own document it is; set by whoever changes it with that instance. */
  owner?: BaseRecord;

  constructor(name: string | null) {
    super(UserData.idPrefix);
    this.name = name;
  }

  replace(content: Uint8Array): this {
    if (this.content && Buffer.compare(content, this.content) === 0) return this;
    this.content = content;
    this.kind = kindOf(content) as UserDataKind;
    this.size = content.length;
    this.sha256 = createHash('sha256').update(content).digest('hex');
    return this;
  }

  @Field(() => String, {
    nullable: true,
    simple: false,
    description: 'The bytes as text; null when they are not UTF-8 text.',
  })
  @Costs(20)
  @Needs('user-data:read')
  get text(): string | undefined {
    return textOf(this.content);
  }

  get title() {
    return this.name ?? this.id;
  }

  override get ownedPart(): OwnedPart | undefined {
    if (this.name !== null) return undefined;
    return { owner: this.owner, label: 'userData', summary: 'its own document' };
  }
}
