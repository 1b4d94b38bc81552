import { Entity, Enum, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { orderedDigits } from '../database/record-digits.ts';
import { Node } from '../database/record.ts';
import { JSONValue } from '../graphql/scalars.ts';

export enum ActorKind {
  USER = 'USER',
  API_TOKEN = 'API_TOKEN',
  SYSTEM = 'SYSTEM',
  NOBODY = 'NOBODY',
  GUEST = 'GUEST',
}

registerEnumType(ActorKind, {
  name: 'ActorKind',
  description: 'The kinds of callers.',
  valuesConfig: {
    USER: { description: 'A person, signed in to the admin.' },
    API_TOKEN: { description: 'A script with an API token.' },
    SYSTEM: { description: "The server's own commands." },
    NOBODY: { description: 'A caller without a sign-in, or before it.' },
    GUEST: { description: 'A machine, through the metadata service.' },
  },
});

export enum AuditAction {
  CREATED = 'CREATED',
  UPDATED = 'UPDATED',
  DELETED = 'DELETED',
}

registerEnumType(AuditAction, {
  name: 'AuditAction',
  description: 'What happened to an object.',
  valuesConfig: {
    CREATED: { description: 'It was made.' },
    UPDATED: { description: 'It, or something it owns, changed.' },
    DELETED: { description: 'It was deleted.' },
  },
});

@ObjectType({ description: 'One field of a change.', simpleResolvers: true })
export class AuditChange {
  @Field(() => String, { description: 'The field; of something owned with its place: `tags.Name`.' })
  field!: string;
  @Field(() => JSONValue, { nullable: true, description: 'What it was; null when it was not there.' })
  before?: unknown;
  @Field(() => JSONValue, { nullable: true, description: 'What it is; null when it is gone.' })
  after?: unknown;
}

/** One change of one object: actor, time, values before and after. Written in the transaction of the change itself. */
@Entity()
@Index({ properties: ['subjectId', 'at'] })
@ObjectType({ implements: Node, description: 'One change of one object.', simpleResolvers: true })
export class AuditEntry implements Node {
  static readonly idPrefix = 'aud';

  @Field(() => ID, { description: 'The prefixed id; it never changes.' })
  @PrimaryKey({ type: 'string', length: 40 })
  id: string = `${AuditEntry.idPrefix}-${orderedDigits()}`;

  @Field(() => Date, { description: 'When it happened.' })
  @Property({ type: 'Date', index: true })
  at: Date = new Date();

  @Field(() => ActorKind, { description: 'The kind of caller that the actor was.' })
  @Enum({ items: () => ActorKind })
  actorKind!: ActorKind;

  @Field(() => String, { nullable: true, description: "The user's, token's or machine's id." })
  @Property({ type: 'string', length: 40, nullable: true })
  actorId: string | null = null;

  @Field(() => String, { description: "The actor's name at that time." })
  @Property({ type: 'string', length: 255 })
  actorName!: string;

  @Field(() => AuditAction, { description: 'What happened.' })
  @Enum({ items: () => AuditAction })
  action!: AuditAction;

  @Field(() => String, {
    description:
      'The type of the object, as in this schema; `Secrets` is all that is encrypted with SECRET_KEY.',
  })
  @Property({ type: 'string', length: 40 })
  subjectType!: string;

  @Field(() => ID, { description: 'The id of the object.' })
  @Property({ type: 'string', length: 40 })
  subjectId!: string;

  @Field(() => String, { description: "The object's name at that time." })
  @Property({ type: 'string', length: 255 })
  subjectName!: string;

  @Property({ type: 'json', columnType: 'json' }) // json and not jsonb, as the document of `Archived`
  changes!: AuditChange[];

  @Field(() => String, { nullable: true, description: 'The request that did it.' })
  @Property({ type: 'string', length: 64, nullable: true })
  requestId: string | null = null;
}
