import type { Config } from '../config.ts';

const [kB, MB] = [1024, 1024 * 1024];

/** The limits of a request body that GraphQL reads. */
export interface RequestLimits {
  maxBodyBytes: number;
  /** The time limit for receiving the whole body. */
  bodyTimeoutMs: number;
  /** True if a body may be compressed. */
  inflates: boolean;
}

/** Limits before sign-in, enough for the documents that sign in. `maxUrlBytes` limits a query that is sent by GET. */
export const beforeSignIn = {
  maxBodyBytes: 8 * kB,
  maxUrlBytes: 8 * kB,
  bodyTimeoutMs: 10_000,
  inflates: false,
};

/** The maximum number of JSON bytes for one byte of text: `\u0001`. */
const maxEscapedBytes = 6;

/** Limits after sign-in. The largest user-data fits, however it is escaped. */
export const afterSignIn = ({ USER_DATA_LIMIT }: Pick<Config, 'USER_DATA_LIMIT'>): RequestLimits => ({
  maxBodyBytes: Math.max(16 * MB, maxEscapedBytes * USER_DATA_LIMIT + 64 * kB),
  bodyTimeoutMs: 30_000,
  inflates: true,
});

/** Limits of all bodies together that are being read or processed. */
export const inFlight = {
  maxBytes: 64 * MB,
  /** The size above which a body is a large one. */
  largeBytes: MB,
  maxLargeOfOneActor: 2,
  /** Reserved for bodies that are not large, for when large ones have used everything. */
  reservedBytes: 8 * MB,
};

/** A number of bytes as readable text, rounded and exact. */
export function sizeInWords(bytes: number): string {
  const [unit, name] = bytes >= MB ? [MB, 'MB'] : [kB, 'kB'];
  return `${Math.round((bytes / unit) * 10) / 10} ${name} (${bytes} bytes)`;
}
