import { createPrivateKey, hash, X509Certificate } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { IdentitySignatures } from '../metadata/guest-view.ts';
import { nameOf, signatureOf, signedData, type Signatory } from './signed-data.ts';
import type { KeyPair } from './signing-key.entity.ts';

/** How many documents' signatures are kept, each of about two kilobytes, and how many characters of them. */
const limits = { signatures: 4096, characters: 16 * 1024 * 1024 };

/** A key at work: signs identity documents, each once. */
export class IdentitySigner {
  private readonly signatory: Signatory;
  private readonly validFrom: Date;
  private readonly signatures = memory((document) => signatureOf(Buffer.from(document), this.signatory));
  private readonly messages = memory((document) =>
    signedData(Buffer.from(document), this.signingTime(document), this.signatory),
  );

  constructor({ certificate, privateKey }: KeyPair) {
    const read = new X509Certificate(certificate);
    this.validFrom = read.validFromDate;
    this.signatory = { name: nameOf(read), privateKey: createPrivateKey(privateKey) };
  }

  /**
   * The signatures over a document. None is made before it is asked for. `pkcs7` is what `rsa2048` is: AWS's own is of
   * DSA with 1024 bits and SHA-1, which is no proof any more.
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
   * A fact of the document, so that every server signs it alike: when the machine was launched, or later, when the
   * certificate began. Clients refuse a time at which the certificate was not valid.
   */
  private signingTime(document: string): Date {
    const { pendingTime } = JSON.parse(document) as { pendingTime: string };
    return new Date(Math.max(Date.parse(pendingTime), this.validFrom.getTime()));
  }
}

/** Remembers what is made of documents, by a hash: a document is of any length. */
function memory(make: (document: string) => Buffer): (document: string) => string {
  const made = new LRUCache<string, string>({
    max: limits.signatures,
    maxSize: limits.characters,
    sizeCalculation: ({ length }) => length,
  });
  return (document) => {
    const key = hash('sha256', document, 'base64');
    const text = made.get(key) ?? base64Lines(make(document));
    made.set(key, text);
    return text;
  };
}

/** Base64 in lines of 76 characters, without a line break at the end. */
const base64Lines = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}(?!$)/g, '$&\n');
