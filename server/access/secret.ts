import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in URL-safe base64. */
export const newSecret = () => randomBytes(32).toString('base64url');

/** The hash to store of a secret, which already has 256 random bits. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
