import type { Config } from '../config.ts';

const [kB, MB] = [1024, 1024 * 1024];

/** The parts of a request that GraphQL takes. */
export interface RequestLimits {
  maxBodyBytes: number;
  /** How long the whole body may take. */
  bodyTimeoutMs: number;
  /** Whether a body may be compressed. */
  inflates: boolean;
}

/**
 * Limits before sign-in, enough for the documents by which one signs in. `maxUrlBytes` is the length of a query that is
 * sent by GET.
 */
export const beforeSignIn = {
  maxBodyBytes: 8 * kB,
  maxUrlBytes: 8 * kB,
  bodyTimeoutMs: 10_000,
  inflates: false,
};

/** Bytes of JSON that a byte of text can become: `\u0001`. */
const maxEscapedBytes = 6;

/** Limits after sign-in. The largest text that user-data may be fits, however it is escaped. */
export const afterSignIn = ({ USER_DATA_LIMIT }: Pick<Config, 'USER_DATA_LIMIT'>): RequestLimits => ({
  maxBodyBytes: Math.max(16 * MB, maxEscapedBytes * USER_DATA_LIMIT + 64 * kB),
  bodyTimeoutMs: 30_000,
  inflates: true,
});

/** Limits of all bodies together that are being read or worked on. */
export const inFlight = {
  maxBytes: 64 * MB,
  /** A body over this is a large one. */
  largeBytes: MB,
  maxLargeOfOneActor: 2,
  /** What is kept for bodies that are not large while large ones have taken everything. */
  reservedBytes: 8 * MB,
};

/** A number of bytes for people, and exactly. */
export function sizeInWords(bytes: number): string {
  const [unit, name] = bytes >= MB ? [MB, 'MB'] : [kB, 'kB'];
  return `${Math.round((bytes / unit) * 10) / 10} ${name} (${bytes} bytes)`;
}
