import { ValidateNested } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import {
  BulkDeleteUsedInput,
  BulkInput,
  DeleteUsedInput,
  ExistingInput,
  WriteInput,
} from '../graphql/input-types.ts';
import { Ref } from '../graphql/scalars.ts';
import { IsName } from '../graphql/validators.ts';

const publicKey = 'The key line as ssh-keygen writes it to a .pub file.';

@InputType({ description: 'A key to register.' })
export class CreateSshKeyInput extends WriteInput {
  @Field(() => String, {
    nullable: true,
    description: "Its unique name; the key's comment where none is given.",
  })
  @IsName()
  name?: string | null;

  @Field(() => String, { description: publicKey })
  publicKey!: string;
}

@InputType({ description: 'Changes of a key: what is not given stays.' })
export class UpdateSshKeyInput extends ExistingInput {
  @Field(() => String, { nullable: true, description: 'A new unique name.' })
  @IsName()
  name?: string | null;

  @Field(() => String, { nullable: true, description: publicKey })
  publicKey?: string | null;
}

@InputType({ description: 'A key as it should be; found by its name.' })
export class SshKeyInput {
  @Field(() => String, { description: 'Its unique name.' })
  @IsName()
  name!: string;

  @Field(() => String, { description: publicKey })
  publicKey!: string;
}

@InputType({ description: 'A key as it should be; found by its name.' })
export class UpsertSshKeyInput extends SshKeyInput {
  @Field(() => Boolean, { defaultValue: false, description: 'Only says what would happen.' })
  dryRun!: boolean;
}

@InputType({ description: 'Many keys as they should be.' })
export class UpsertSshKeysInput extends BulkInput {
  @Field(() => [SshKeyInput], { description: 'The keys.' })
  @ValidateNested({ each: true })
  sshKeys!: SshKeyInput[];
}

@InputType({ description: 'A key to delete.' })
export class DeleteSshKeyInput extends DeleteUsedInput {}

@InputType({ description: 'Many keys to delete.' })
export class DeleteSshKeysInput extends BulkDeleteUsedInput {}

@InputType({ description: 'Several keys at once, as an authorized_keys file has them.' })
export class ImportSshKeysInput extends WriteInput {
  @Field(() => String, { description: 'One key a line; each is named by its comment.' })
  text!: string;
}

@InputType({ description: 'The one key with this id, name or fingerprint; give exactly one.' })
export class SshKeyBy {
  @Field(() => ID, { nullable: true, description: 'The prefixed id.' })
  id?: string | null;
  @Field(() => String, { nullable: true, description: 'Its unique name.' })
  name?: string | null;
  @Field(() => String, { nullable: true, description: 'Its SHA256 fingerprint.' })
  fingerprint?: string | null;
}

@InputType({ description: 'Which keys; every condition given has to hold.' })
export class SshKeyFilter {
  @Field(() => String, { nullable: true, description: 'Of this type.' })
  type?: string | null;
  @Field(() => Ref, { nullable: true, description: 'Opening this instance.' })
  instance?: string | null;
}
