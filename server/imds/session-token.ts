import {
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';

/** The maximum lifetime of a session token, in whole seconds (AWS: one second to six hours). */
export const maxTtlSeconds = 21_600;

/**
 * Returns the whole seconds until a session token ends; undefined if it has ended, or ends in more than twice the
 * maximum lifetime: the clock was set back a long way since, and the token would be valid for that long.
 */
export function secondsUntil(endsAt: number, now: Date): number | undefined {
  const left = endsAt - Math.floor(now.getTime() / 1000);
  return left > 0 && left <= 2 * maxTtlSeconds ? left : undefined;
}

const head = Buffer.from([1, 0, 4]);
/** The head of a token that was issued before its instance was known. */
const provisionalHead = Buffer.from([2, 0, 4]);
const provisionalBeginning = provisionalHead.toString('base64url');
const sizes = { head: head.length, expiry: 4, nonce: 9, signature: 24 };
const signedSize = sizes.head + sizes.expiry + sizes.nonce;
const tokenSize = signedSize + sizes.signature;

/**
 * Session tokens of IMDSv2: 40 bytes as 56 characters of URL-safe base64, in the format of AWS's own.
 *
 * A token contains its end and a signature over that and the instance-id, so that every process with the same
 * SECRET_KEY can check it without storing anything, and it is not valid for another instance.
 */
export class SessionTokens {
  private readonly key: KeyObject;
  private readonly previous: readonly KeyObject[];

  /** `previous` are keys whose tokens are still valid; none is issued with them. */
  constructor(secretKey: string, previous: readonly string[] = []) {
    this.key = derived(secretKey);
    this.previous = previous.filter((key) => key !== secretKey).map(derived);
  }

  /** Issues a token for the instance that ends `ttlSeconds` seconds from now. */
  issue(instanceId: string, ttlSeconds: number, now: Date): string {
    return this.make(head, instanceId, Math.floor(now.getTime() / 1000) + ttlSeconds);
  }

  /**
   * Issues a token for a caller at an address, or named by a trusted proxy, while its instance cannot be looked up. It
   * is not valid for a caller with another address or name.
   */
  issueProvisional(address: string, ttlSeconds: number, now: Date): string {
    return this.make(provisionalHead, address, Math.floor(now.getTime() / 1000) + ttlSeconds);
  }

  /** Returns the whole seconds that a provisional token is still valid at this address; undefined for other tokens. */
  provisionalSecondsLeft(token: string, address: string, now: Date): number | undefined {
    return token.startsWith(provisionalBeginning) ? this.secondsLeft(token, address, now) : undefined;
  }

  /**
   * Returns the whole seconds for which the token is still valid for this instance; undefined if it is not. Only the 56
   * issued characters are valid: Node.js ignores blanks, stars and missing padding in base64, so the bytes are encoded
   * again and compared.
   */
  secondsLeft(token: string, instanceId: string, now: Date): number | undefined {
    if (token.length !== tokenLength) return undefined;
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== tokenSize || tokenText(bytes) !== token) return undefined;
    const signed = bytes.subarray(0, signedSize);
    const given = bytes.subarray(signedSize);
    const isSignedWith = (key: KeyObject) => timingSafeEqual(given, signature(signed, instanceId, key));
    if (!isSignedWith(this.key) && !this.previous.some(isSignedWith)) return undefined;
    return secondsUntil(signed.readUInt32BE(sizes.head), now);
  }

  private make(beginning: Buffer, name: string, endsAt: number): string {
    const signed = Buffer.alloc(signedSize);
    beginning.copy(signed);
    signed.writeUInt32BE(endsAt, sizes.head);
    randomBytes(sizes.nonce).copy(signed, sizes.head + sizes.expiry);
    return tokenText(Buffer.concat([signed, signature(signed, name, this.key)]));
  }
}

const derived = (secretKey: string) =>
  createSecretKey(Buffer.from(hkdfSync('sha256', secretKey, '', 'cloudmeta metadata session token', 32)));

function signature(signed: Buffer, instanceId: string, key: KeyObject): Buffer {
  const mac = createHmac('sha256', key).update(signed).update(instanceId);
  return mac.digest().subarray(0, sizes.signature);
}

const tokenText = (bytes: Buffer) => `${bytes.toString('base64url')}==`;

const tokenLength = tokenText(Buffer.alloc(tokenSize)).length;
