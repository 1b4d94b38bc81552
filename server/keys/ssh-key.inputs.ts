import { Field, InputType } from 'type-graphql';
import { WriteInput } from '../graphql/input-types.ts';
import { Ref } from '../graphql/scalars.ts';

const publicKey = 'The key line as ssh-keygen writes it to a .pub file.';

@InputType()
export class SshKeyChanges {
  @Field(() => String, { nullable: true, description: publicKey })
  publicKey?: string | null;
}

@InputType()
export class NewSshKey extends SshKeyChanges {
  @Field(() => String, { description: publicKey })
  override publicKey!: string;
}

@InputType({ description: 'Several keys at once, as an authorized_keys file has them.' })
export class ImportSshKeysInput extends WriteInput {
  @Field(() => String, { description: 'One key a line; each is named by its comment.' })
  text!: string;
}

@InputType({ description: 'Which keys; every condition given has to hold.' })
export class SshKeyFilter {
  @Field(() => String, { nullable: true, description: 'Of this type.' })
  type?: string | null;
  @Field(() => Ref, { nullable: true, description: 'Opening this instance.' })
  instance?: string | null;
}
