import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { BaseRecord, Node } from '../database/record.ts';
import { Costs } from '../graphql/cost.ts';
import type { PublicKey } from './public-key.ts';

/** An SSH public key that opens the instances it is attached to. */
@Entity()
@ObjectType({
  implements: Node,
  description: 'A public SSH key that gives access to instances.',
  simpleResolvers: true,
})
export class SshKey extends BaseRecord implements Node {
  static readonly idPrefix = 'key';
  /** The properties that decide the values served to the machines that share one. */
  static readonly sharedProperties = ['name', 'publicKey'];

  @Field(() => String, { description: 'The unique name, as instances see it in `public-keys`.' })
  @Property({ type: 'string', length: 255, unique: true })
  name: string;

  @Field(() => String, { description: 'The key line as it was given: type, base64, comment.' })
  @Costs(5)
  @Property({ type: 'text' })
  publicKey!: string;

  @Field(() => String, { description: 'The type, as named by OpenSSH, such as `ssh-ed25519`.' })
  @Property({ type: 'string', length: 64 })
  type!: string;

  @Field(() => Int, { nullable: true, description: 'The length of the key in bits.' })
  @Property({ type: 'integer', nullable: true })
  bits: number | null = null;

  @Field(() => String, { description: 'The SHA256 fingerprint, as `ssh-keygen -l` prints it.' })
  @Property({ type: 'string', length: 64, index: true })
  fingerprint!: string;

  @Field(() => String, { description: 'The comment of the key line; may be empty.' })
  @Property({ type: 'text' })
  comment!: string;

  constructor(name: string) {
    super(SshKey.idPrefix);
    this.name = name;
  }

  replace(key: PublicKey): this {
    this.publicKey = key.publicKey;
    this.type = key.type;
    this.bits = key.bits ?? null;
    this.fingerprint = key.fingerprint;
    this.comment = key.comment;
    return this;
  }

  get title() {
    return this.name;
  }
}
