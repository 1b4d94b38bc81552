/** So many random bytes, others with every call. */
export type RandomBytes = (size: number) => Uint8Array;

/** The asker, as far as it matters to what is told; and what answers are made with beside the view. */
export interface Asker {
  readonly randomBytes: RandomBytes;
  /** The client as it calls itself; undefined where it does not. */
  readonly userAgent?: string | undefined;
}

/** cloud-init while it asks for a seed of NoCloud: `Cloud-Init/25.1`. */
export const isCloudInit = ({ userAgent }: Pick<Asker, 'userAgent'>) =>
  (userAgent ?? '').startsWith('Cloud-Init/');
