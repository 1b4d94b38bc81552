import { createPrivateKey, hash, X509Certificate } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { IdentitySignatures } from '../metadata/guest-view.ts';
import { nameOf, signatureOf, signedData, type Signatory } from './signed-data.ts';
import type { KeyPair } from './signing-key.entity.ts';

/** The maximum number of documents with kept signatures, each about two kilobytes, and of their characters. */
const limits = { signatures: 4096, characters: 16 * 1024 * 1024 };

/** Signs identity documents with one key, and caches the signatures. */
export class IdentitySigner {
  private readonly signatory: Signatory;
  private readonly validFrom: Date;
  private readonly signatures = cached((document) => signatureOf(Buffer.from(document), this.signatory));
  private readonly messages = cached((document) =>
    signedData(Buffer.from(document), this.signingTime(document), this.signatory),
  );

  constructor({ certificate, privateKey }: KeyPair) {
    const read = new X509Certificate(certificate);
    this.validFrom = read.validFromDate;
    this.signatory = { name: nameOf(read), privateKey: createPrivateKey(privateKey) };
  }

  /**
   * The signatures over a document; each is made when it is read. `pkcs7` is the same as `rsa2048`: AWS's own uses DSA
   * with 1024 bits and SHA-1, which proves nothing any more.
   */
  over(document: string): IdentitySignatures {
    const { signatures, messages } = this;
    return {
      get signature() {
        return signatures(document);
      },
      get pkcs7() {
        return messages(document);
      },
      get rsa2048() {
        return messages(document);
      },
    };
  }

  /**
   * Taken from the document, so that every server signs it alike: the launch time of the machine, or the start of the
   * certificate if that is later. Clients refuse a time at which the certificate was not valid.
   */
  private signingTime(document: string): Date {
    const { pendingTime } = JSON.parse(document) as { pendingTime: string };
    return new Date(Math.max(Date.parse(pendingTime), this.validFrom.getTime()));
  }
}

/** Caches results by a hash of the document, because a document can be long. */
function cached(make: (document: string) => Buffer): (document: string) => string {
  const cache = new LRUCache<string, string>({
    max: limits.signatures,
    maxSize: limits.characters,
    sizeCalculation: ({ length }) => length,
  });
  return (document) => {
    const key = hash('sha256', document, 'base64');
    const text = cache.get(key) ?? base64Lines(make(document));
    cache.set(key, text);
    return text;
  };
}

/** Base64 in lines of 76 characters, without a trailing line break. */
const base64Lines = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}(?!$)/g, '$&\n');
