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
  description: 'The possible kinds of callers.',
  valuesConfig: {
    USER: { description: 'A person who is signed in to the admin.' },
    API_TOKEN: { description: 'A script with an API token.' },
    SYSTEM: { description: 'A command of the server itself.' },
    NOBODY: { description: 'A caller that is not, or not yet, signed in.' },
    GUEST: { description: 'An instance, through the metadata service.' },
  },
});

export enum AuditAction {
  CREATED = 'CREATED',
  UPDATED = 'UPDATED',
  DELETED = 'DELETED',
}

registerEnumType(AuditAction, {
  name: 'AuditAction',
  description: 'The possible kinds of changes to an object.',
  valuesConfig: {
    CREATED: { description: 'The object was created.' },
    UPDATED: { description: 'The object, or something it owns, was changed.' },
    DELETED: { description: 'The object was deleted.' },
  },
});

@ObjectType({ description: 'The change of one field.', simpleResolvers: true })
export class AuditChange {
  @Field(() => String, {
    description: 'The field; of something that the object owns, with its path: `tags.Name`.',
  })
  field!: string;
  @Field(() => JSONValue, { nullable: true, description: 'The old value; null if there was none.' })
  before?: unknown;
  @Field(() => JSONValue, { nullable: true, description: 'The new value; null if there is none.' })
  after?: unknown;
}

/** One change of one object: actor, time, values before and after. Written in the transaction of the change itself. */
@Entity()
@Index({ properties: ['subjectId', 'at'] })
@ObjectType({ implements: Node, description: 'A change to an object.', simpleResolvers: true })
export class AuditEntry implements Node {
  static readonly idPrefix = 'aud';

  @Field(() => ID, { description: 'The prefixed id, which never changes.' })
  @PrimaryKey({ type: 'string', length: 40 })
  id: string = `${AuditEntry.idPrefix}-${orderedDigits()}`;

  @Field(() => Date, { description: 'The time of the change.' })
  @Property({ type: 'Date', index: true })
  at: Date = new Date();

  @Field(() => ActorKind, { description: 'The kind of the actor.' })
  @Enum({ items: () => ActorKind })
  actorKind!: ActorKind;

  @Field(() => String, { nullable: true, description: 'The id of the user, token or instance.' })
  @Property({ type: 'string', length: 40, nullable: true })
  actorId: string | null = null;

  @Field(() => String, { description: 'The name of the actor at that time.' })
  @Property({ type: 'string', length: 255 })
  actorName!: string;

  @Field(() => AuditAction, { description: 'The kind of change.' })
  @Enum({ items: () => AuditAction })
  action!: AuditAction;

  @Field(() => String, {
    description:
      'The type of the object, as in this schema; `Secrets` is everything that is encrypted with SECRET_KEY.',
  })
  @Property({ type: 'string', length: 40 })
  subjectType!: string;

  @Field(() => ID, { description: 'The id of the object.' })
  @Property({ type: 'string', length: 40 })
  subjectId!: string;

  @Field(() => String, { description: 'The name of the object at that time.' })
  @Property({ type: 'string', length: 255 })
  subjectName!: string;

  @Property({ type: 'json', columnType: 'json' }) // json and not jsonb, as the document of `Archived`
  changes!: AuditChange[];

  @Field(() => String, { nullable: true, description: 'The id of the request that made the change.' })
  @Property({ type: 'string', length: 64, nullable: true })
  requestId: string | null = null;
}
