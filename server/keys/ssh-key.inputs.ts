import { Field, InputType } from 'type-graphql';
import { WriteInput } from '../graphql/input-types.ts';
import { AtMost } from '../graphql/size-limits.ts';
import { Ref } from '../graphql/scalars.ts';

const publicKey = 'The key line, as ssh-keygen writes it to a .pub file.';

/** The longest certificates have about ten thousand characters, and may be broken into over a hundred lines. */
const keyLimits = { characters: 65_536, lines: 1000 };

@InputType()
export class SshKeyChanges {
  @Field(() => String, { nullable: true, description: publicKey })
  @AtMost(keyLimits)
  publicKey?: string | null;
}

@InputType()
export class NewSshKey extends SshKeyChanges {
  @Field(() => String, { description: publicKey })
  @AtMost(keyLimits)
  override publicKey!: string;
}

@InputType({
  description: 'The input to import several keys at once, in the format of an authorized_keys file.',
})
export class ImportSshKeysInput extends WriteInput {
  @Field(() => String, {
    description: 'The keys, one per line, at most 1,000; each is named by its comment.',
  })
  @AtMost({ lines: 1000, characters: 4 * 1024 * 1024, holds: 'lines' })
  text!: string;
}

@InputType({ description: 'A filter for keys; all given conditions must hold.' })
export class SshKeyFilter {
  @Field(() => String, { nullable: true, description: 'Keys of this type.' })
  type?: string | null;
  @Field(() => Ref, { nullable: true, description: 'Keys that give access to this instance.' })
  instance?: string | null;
}
