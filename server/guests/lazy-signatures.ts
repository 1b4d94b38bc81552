import type { IdentitySigner } from '../identity/identity-signer.ts';
import type { GuestView, IdentitySignatures } from '../metadata/guest-view.ts';
import { identityDocument } from '../metadata/identity-document.ts';

/** The signatures over the identity document of a view. Each is made only when it is read: it costs a millisecond. */
export function lazySignatures(view: GuestView, signer: IdentitySigner): IdentitySignatures {
  return new LazySignatures(view, signer);
}

class LazySignatures implements IdentitySignatures {
  readonly #view: GuestView;
  readonly #signer: IdentitySigner;

  constructor(view: GuestView, signer: IdentitySigner) {
    this.#view = view;
    this.#signer = signer;
  }

  get pkcs7() {
    return this.#signer.over(identityDocument(this.#view)).pkcs7;
  }

  get rsa2048() {
    return this.#signer.over(identityDocument(this.#view)).rsa2048;
  }

  get signature() {
    return this.#signer.over(identityDocument(this.#view)).signature;
  }
}
