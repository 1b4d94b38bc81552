import type { EntityManager } from '@mikro-orm/core';
import express, { type Router } from 'express';
import type { IdentityResolver } from '../identity/identity.resolver.ts';

const noCertificate =
  'There is no certificate: this deployment signs nothing while its SECRET_KEY is not configured.\n';

/** Serves the certificates of signed identities to relying parties without sign-in: a certificate is public. */
export function certificateRoutes({
  identity,
  em,
}: {
  identity: IdentityResolver;
  /** An entity manager for one request. */
  em(): EntityManager;
}): Router {
  const router = express.Router();
  router.get('/identity/certificates.pem', async (_request, response) => {
    const certificates = await identity.identityCertificates({ em: em() });
    const body = Buffer.from(certificates.map(({ pem }) => pem).join(''));
    if (certificates.length === 0) response.status(404).type('text/plain').send(noCertificate);
    else response.type('application/x-pem-file').send(body);
  });
  return router;
}
