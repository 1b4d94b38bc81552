import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Problems } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { SearchArgs } from '../graphql/input-types.ts';
import { connectionOf, containing, findPage } from '../graphql/page.ts';
import { Payload } from '../graphql/payload.ts';
import { populate } from '../graphql/populate.ts';
import { findForInput } from '../graphql/references.ts';
import { expectVersion } from '../graphql/version.ts';
import { CreateApiTokenInput, RevokeApiTokenInput } from './access.inputs.ts';
import { apiTokens } from './access.references.ts';
import { ApiToken, ApiTokenState } from './api-token.entity.ts';
import { issueApiToken } from './issue-api-token.ts';
import { defaultTokenDays, defaultTokenExpiry } from './token-expiry.ts';
import { Needs } from './permission.ts';
import { findTokenOwner } from './token-owner.ts';
import { User } from './user.entity.ts';

const ApiTokenConnection = connectionOf(ApiToken, 'A token');

@ObjectType({ description: 'The result of a mutation of a token.', simpleResolvers: true })
class ApiTokenPayload extends Payload {
  @Field(() => ApiToken, { nullable: true, description: 'The token as it is now.' })
  apiToken?: ApiToken;
  @Field(() => String, {
    nullable: true,
    description: 'The secret that the script sends. It is shown only once.',
  })
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
    description: `Creates a token for a script; its secret is shown only once. It is valid for ${defaultTokenDays} days by default.`,
  })
  @Needs('tokens:write')
  async createApiToken(
    @Arg('input', () => CreateApiTokenInput) input: CreateApiTokenInput,
    @Ctx() { em, actor, problems, clock }: Context,
  ) {
    if (input.name && (await em.findOne(ApiToken, { name: input.name })))
      problems.add('name', {
        code: 'ALREADY_EXISTS',
        message: `There already is a token "${input.name}".`,
        hint: 'A revoked one keeps its name too: choose another one.',
      });
    checkExpiry(input, clock(), problems);
    problems.throwIfAny();
    const { name, role, rolesAssign, never } = input;
    const expiresAt = never ? null : (input.expiresAt ?? defaultTokenExpiry(clock()));
    const owner = await findTokenOwner(em, actor);
    const issued = issueApiToken({ name, role, rolesAssign, expiresAt, owner });
    em.persist(issued.apiToken);
    return issued;
  }

  @Mutation(() => ApiTokenPayload, { description: 'Revokes a token, which is refused from then on.' })
  @Needs('tokens:write')
  async revokeApiToken(
    @Arg('input', () => RevokeApiTokenInput) input: RevokeApiTokenInput,
    @Ctx() { em, problems, clock }: Context,
  ) {
    const apiToken = await findForInput(em, apiTokens, { ref: input.id, field: 'id', problems });
    problems.throwIfAny();
    expectVersion(apiToken!, input.ifVersion);
    apiToken!.revokedAt ??= clock();
    return { apiToken };
  }

  @FieldResolver(() => User, {
    nullable: true,
    description:
      'The user who created the token, or whose token created it. The token ends with the account and may do no more than the user. Null for a token created on the command line, and once the account is gone.',
  })
  @Needs('users:read')
  async owner(@Root() apiToken: ApiToken, @Ctx() { em }: Context) {
    await populate(em, apiToken, ['owner']);
    return apiToken.owner;
  }

  @FieldResolver(() => ApiTokenState, { description: 'The current state of the token.' })
  async state(@Root() apiToken: ApiToken, @Ctx() { em, clock }: Context) {
    await populate(em, apiToken, ['owner']);
    return apiToken.stateAt(clock());
  }
}

function checkExpiry({ expiresAt, never }: CreateApiTokenInput, now: Date, problems: Problems): void {
  if (expiresAt && never)
    problems.add('never', {
      code: 'BAD_USER_INPUT',
      message: 'A token expires at some time or never.',
      hint: 'Give expiresAt or never, not both.',
    });
  if (expiresAt && expiresAt <= now)
    problems.add('expiresAt', {
      code: 'BAD_USER_INPUT',
      message: `${expiresAt.toISOString()} is past: nobody could use this token.`,
      hint: `Give a moment that lies ahead, or none for ${defaultTokenDays} days.`,
    });
}
