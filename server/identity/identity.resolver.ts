import { Ctx, Query, Resolver } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import type { Context } from '../graphql/context.ts';
import { identityCertificates, IdentityCertificate } from './identity-certificate.ts';

/** The certificates that verify identity documents, for users; `certificate.routes.ts` serves relying parties. */
@Resolver(() => IdentityCertificate)
export class IdentityResolver {
  @Query(() => [IdentityCertificate], {
    description: 'The certificates for verifying identity documents, latest first.',
  })
  @Needs('signed-in')
  identityCertificates(@Ctx() { em }: Pick<Context, 'em'>): Promise<IdentityCertificate[]> {
    return identityCertificates(em);
  }
}
