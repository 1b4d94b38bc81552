import { ValidateNested } from 'class-validator';
import { ArgsType, Field, ID, InputType } from 'type-graphql';
import {
  BulkDeleteUsedInput,
  BulkInput,
  DeleteUsedInput,
  ExistingInput,
  SearchArgs,
} from '../graphql/input-types.ts';
import { NameOrder } from '../graphql/name-order.ts';
import { Bytes } from '../graphql/scalars.ts';
import { IsName } from '../graphql/validators.ts';
import { UserDataKind } from './user-data.entity.ts';

@InputType({ description: 'A user-data document: its content as text or as bytes.' })
export class UserDataInput {
  @Field(() => String, { description: 'Its unique name.' })
  @IsName()
  name!: string;

  @Field(() => String, { nullable: true, description: 'The content as text.' })
  text?: string | null;

  @Field(() => Bytes, { nullable: true, description: 'The content as bytes.' })
  content?: Uint8Array | null;
}

@InputType({ description: 'A user-data document to keep: its content as text or as bytes.' })
export class CreateUserDataInput extends UserDataInput {
  @Field(() => Boolean, { defaultValue: false, description: 'Only says what would happen.' })
  dryRun!: boolean;
}

@InputType({ description: 'Changes of a user-data document: what is not given stays.' })
export class UpdateUserDataInput extends ExistingInput {
  @Field(() => String, { nullable: true, description: 'A new unique name.' })
  @IsName()
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The content as text.' })
  text?: string | null;

  @Field(() => Bytes, { nullable: true, description: 'The content as bytes.' })
  content?: Uint8Array | null;
}

@InputType({ description: 'A user-data document as it should be; found by its name.' })
export class UpsertUserDataInput extends CreateUserDataInput {}

@InputType({ description: 'Many user-data documents as they should be; found by their names.' })
export class UpsertUserDataDocumentsInput extends BulkInput {
  @Field(() => [UserDataInput], { description: 'The documents.' })
  @ValidateNested({ each: true })
  documents!: UserDataInput[];
}

@InputType({ description: 'A user-data document to delete.' })
export class DeleteUserDataInput extends DeleteUsedInput {}

@InputType({ description: 'Many user-data documents to delete.' })
export class DeleteUserDataDocumentsInput extends BulkDeleteUsedInput {}

@InputType({ description: 'The one document with this id or name; give exactly one.' })
export class UserDataBy {
  @Field(() => ID, { nullable: true, description: 'The prefixed id.' })
  id?: string | null;
  @Field(() => String, { nullable: true, description: 'Its unique name.' })
  name?: string | null;
}

@InputType({ description: 'Which documents; every condition given has to hold.' })
export class UserDataFilter {
  @Field(() => UserDataKind, { nullable: true, description: 'Of this kind.' })
  kind?: UserDataKind | null;
}

@ArgsType()
export class UserDataListArgs extends SearchArgs {
  @Field(() => UserDataFilter, { nullable: true, description: 'Only those for which every condition holds.' })
  filter?: UserDataFilter | null;
  @Field(() => NameOrder, { nullable: true, description: 'By name where none is given.' })
  orderBy?: NameOrder | null;
}
