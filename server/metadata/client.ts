/** Returns `size` new random bytes. */
export type RandomBytes = (size: number) => Uint8Array;

/** The properties of a client that its answers depend on, and the source of random bytes. */
export interface Client {
  readonly randomBytes: RandomBytes;
  /** The request's User-Agent header; undefined if there is none. */
  readonly userAgent?: string | undefined;
}

/** True for cloud-init reading a NoCloud seed, whose user agent is then such as `Cloud-Init/25.1`. */
export const isCloudInit = ({ userAgent }: Pick<Client, 'userAgent'>) =>
  (userAgent ?? '').startsWith('Cloud-Init/');
