import { Field, ObjectType } from 'type-graphql';
import { may, permissionsOfActor, type Actor } from './actor.ts';
import { ApiToken } from './api-token.entity.ts';
import type { EntityManager } from '@mikro-orm/core';
import { Role } from './roles.ts';
import { User } from './user.entity.ts';

@ObjectType({ description: 'The caller of the API.', simpleResolvers: true })
export class Viewer {
  @Field(() => String, { nullable: true, description: 'The name of the user or token.' })
  name?: string;
  @Field(() => Role, {
    nullable: true,
    description:
      'The role of the user or token; the `permissions` of a token are limited to those of its owner.',
  })
  role?: Role;
  @Field(() => Boolean, {
    description: 'True if the caller may assign roles to instances and change instances that have one.',
  })
  rolesAssign!: boolean;
  @Field(() => [String], { description: 'The permissions of the caller, such as `instances:write`.' })
  permissions!: readonly string[];
  @Field(() => User, { nullable: true, description: 'The person; null for a script.' })
  user?: User | null;
  @Field(() => ApiToken, { nullable: true, description: 'The token of a script; null for a person.' })
  apiToken?: ApiToken | null;
}

@ObjectType({ description: 'The caller after signing in or out.', simpleResolvers: true })
export class ViewerPayload {
  @Field(() => Viewer, { nullable: true, description: 'The caller; null if not signed in.' })
  viewer?: Viewer | null;
}

/** Returns the viewer for an actor; null for nobody. */
export async function viewerOf(em: EntityManager, actor: Actor): Promise<Viewer | null> {
  if (actor.kind === 'NOBODY' || actor.kind === 'SYSTEM') return null;
  const { name, id } = actor;
  const viewer = {
    name,
    role: Role[actor.role],
    rolesAssign: may(actor, 'roles:assign'),
    permissions: permissionsOfActor(actor),
  };
  return actor.kind === 'USER'
    ? { ...viewer, user: await em.findOne(User, { id }) }
    : { ...viewer, apiToken: await em.findOne(ApiToken, { id }) };
}
