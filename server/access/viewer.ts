import { Field, ObjectType } from 'type-graphql';
import { may, permissionsOfActor, type Actor } from './actor.ts';
import { ApiToken } from './api-token.entity.ts';
import type { EntityManager } from '@mikro-orm/core';
import { Role } from './roles.ts';
import { User } from './user.entity.ts';

@ObjectType({ description: 'Who is asking.', simpleResolvers: true })
export class Viewer {
  @Field(() => String, { nullable: true, description: "The user's or the token's name." })
  name?: string;
  @Field(() => Role, {
    nullable: true,
    description:
      'The role of the user or the token; `permissions` of a token end where those of its owner do.',
  })
  role?: Role;
  @Field(() => Boolean, {
    description: 'True if the caller may give roles to instances and change those that have one.',
  })
  rolesAssign!: boolean;
  @Field(() => [String], { description: 'What the caller may do, as `instances:write`.' })
  permissions!: readonly string[];
  @Field(() => User, { nullable: true, description: 'The person; null for a script.' })
  user?: User | null;
  @Field(() => ApiToken, { nullable: true, description: 'The token of a script; null for a person.' })
  apiToken?: ApiToken | null;
}

@ObjectType({ description: 'Who is asking, after signing in or out.', simpleResolvers: true })
export class ViewerPayload {
  @Field(() => Viewer, { nullable: true, description: 'Null without a sign-in.' })
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
