import type { EntityManager } from '@mikro-orm/core';
import express, { type Router } from 'express';
import { Refusal, type ErrorCode } from '../errors.ts';
import type { InstanceMetadataResolver } from '../instances/instance-metadata.resolver.ts';
import { readHandedOver } from './handed-over.ts';

/** The status of a refusal, as nova's metadata API has it. */
const statuses: Partial<Record<ErrorCode, number>> = { CONFLICT: 409, BAD_USER_INPUT: 400, NOT_FOUND: 404 };

/** The data plane sends only as much of a password as shows that it is too long. */
const maxBytes = 128 * 1024;

/** Stores a password that a machine posted for its owner, for the data plane alone, which identified the machine. */
export function guestPasswordRoutes(parts: {
  path: string;
  resolver: InstanceMetadataResolver;
  /** An entity manager for one request. */
  em(): EntityManager;
}): Router {
  const { path, resolver, em } = parts;
  const router = express.Router();
  const body = express.raw({ type: () => true, limit: maxBytes });
  router.post(path, body, async (request, response) => {
    const instanceId = String(request.headers['x-cloudmeta-instance-id']);
    const { requestId } = readHandedOver(request);
    const password = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    try {
      await resolver.keepPassword(instanceId, password, { em: em(), requestId });
      response.status(200).end();
    } catch (error) {
      const status = error instanceof Refusal ? statuses[error.code] : undefined;
      if (status === undefined) throw error;
      response.status(status).end();
    }
  });
  return router;
}
