import type { EntityManager } from '@mikro-orm/core';
import type { Log } from '../log.ts';
import type { Seal } from '../seal.ts';
import { IdentitySigner } from './identity-signer.ts';
import { SigningKey } from './signing-key.entity.ts';

/** Keeps the latest signing key opened, and notices when another process made a later one. */
export class SigningKeyCache {
  private generation = 0;
  private signer: IdentitySigner | undefined;
  private readonly found = new WeakMap<EntityManager, Promise<IdentitySigner | undefined>>();

  constructor(
    private readonly seal: Seal,
    private readonly log: Log,
  ) {}

  /**
   * Who signs now; undefined while SECRET_KEY is not configured, or is another one than the latest key was sealed with.
   * Asks the database once for each entity manager, so once a request.
   */
  signerNow(em: EntityManager): Promise<IdentitySigner | undefined> {
    const found = this.found.get(em) ?? this.find(em);
    this.found.set(em, found);
    return found;
  }

  private async find(em: EntityManager): Promise<IdentitySigner | undefined> {
    if (!this.seal.lasts) return undefined;
    const later = await em.findOne(
      SigningKey,
      { generation: { $gt: this.generation } },
      { orderBy: { generation: 'desc' } },
    );
    if (later && later.generation > this.generation) this.take(later);
    return this.signer;
  }

  private take(key: SigningKey): void {
    const privateKey = key.privateKey(this.seal);
    this.generation = key.generation;
    this.signer = privateKey ? new IdentitySigner({ certificate: key.certificate, privateKey }) : undefined;
    if (!this.signer)
      this.log.error(
        `The ${key.title} was sealed with another SECRET_KEY, so identity documents are served without signatures. Set that SECRET_KEY again, or make a new signing key: npx cloudmeta identity rotate`,
      );
  }
}
