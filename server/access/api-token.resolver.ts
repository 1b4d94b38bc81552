import { Arg, Args, Ctx, Field, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { SearchArgs } from '../graphql/input-types.ts';
import { connectionOf, containing, findPage } from '../graphql/page.ts';
import { Payload } from '../graphql/payload.ts';
import { findForInput } from '../graphql/references.ts';
import { expectVersion } from '../graphql/version.ts';
import { CreateApiTokenInput, RevokeApiTokenInput } from './access.inputs.ts';
import { apiTokens } from './access.references.ts';
import { ApiToken } from './api-token.entity.ts';
import { issueApiToken } from './issue-api-token.ts';
import { Needs } from './permission.ts';

const ApiTokenConnection = connectionOf(ApiToken, 'A token');

@ObjectType({ description: 'What a mutation did to a token.', simpleResolvers: true })
class ApiTokenPayload extends Payload {
  @Field(() => ApiToken, { nullable: true, description: 'The token as it is now.' })
  apiToken?: ApiToken;
  @Field(() => String, { nullable: true, description: 'What the script sends. It is shown this once.' })
  secret?: string;
}

@Resolver(() => ApiToken)
export class ApiTokenResolver {
  @Query(() => ApiTokenConnection, { description: 'The tokens of scripts.' })
  @Needs('tokens:read')
  apiTokens(@Args(() => SearchArgs) args: SearchArgs, @Ctx() { em }: Context) {
    const where = args.search ? { name: containing(em, args.search) } : {};
    return findPage(em, ApiToken, { list: 'apiTokens', args, where, order: { name: 'asc' } });
  }

  @Mutation(() => ApiTokenPayload, {
    description: 'Makes a token for a script; its secret is shown this once.',
  })
  @Needs('tokens:write')
  async createApiToken(
    @Arg('input', () => CreateApiTokenInput) input: CreateApiTokenInput,
    @Ctx() { em, problems }: Context,
  ) {
    if (input.name && (await em.findOne(ApiToken, { name: input.name })))
      problems.add('name', { code: 'ALREADY_EXISTS', message: `There already is a token "${input.name}".` });
    problems.stop();
    const { name, role, rolesAssign, expiresAt = null } = input;
    const issued = issueApiToken({ name, role, rolesAssign, expiresAt });
    em.persist(issued.apiToken);
    return issued;
  }

  @Mutation(() => ApiTokenPayload, { description: 'Refuses a token from now on.' })
  @Needs('tokens:write')
  async revokeApiToken(
    @Arg('input', () => RevokeApiTokenInput) input: RevokeApiTokenInput,
    @Ctx() { em, problems, clock }: Context,
  ) {
    const apiToken = await findForInput(em, apiTokens, { ref: input.id, field: 'id', problems });
    problems.stop();
    expectVersion(apiToken!, input.ifVersion);
    apiToken!.revokedAt ??= clock();
    return { apiToken };
  }
}
