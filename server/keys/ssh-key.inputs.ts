import { Field, InputType } from 'type-graphql';
import { WriteInput } from '../graphql/input-types.ts';
import { AtMost } from '../graphql/size-limits.ts';
import { Ref } from '../graphql/scalars.ts';

const publicKey = 'The key line as ssh-keygen writes it to a .pub file.';

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

@InputType({ description: 'Several keys at once, as an authorized_keys file has them.' })
export class ImportSshKeysInput extends WriteInput {
  @Field(() => String, { description: 'One key a line, at most 1,000; each is named by its comment.' })
  @AtMost({ lines: 1000, characters: 4 * 1024 * 1024, holds: 'lines' })
  text!: string;
}

@InputType({ description: 'Which keys; every condition given has to hold.' })
export class SshKeyFilter {
  @Field(() => String, { nullable: true, description: 'Of this type.' })
  type?: string | null;
  @Field(() => Ref, { nullable: true, description: 'Opening this instance.' })
  instance?: string | null;
}
