import { Matches } from 'class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';

/** One line of the block device mapping. */
@ObjectType({ description: 'One line of the block device mapping.', simpleResolvers: true })
@InputType('BlockDeviceInput', { description: 'One line of the block device mapping.' })
export class BlockDevice {
  @Field(() => String, { description: 'The virtual name: `root`, `ebs1`..., `ephemeral0`... or `swap`.' })
  @Matches(/^(root|swap|ebs[1-9]\d*|ephemeral\d+)$/, {
    message: 'A virtual device is called root, swap, ebs1, ebs2... or ephemeral0, ephemeral1...',
  })
  virtualName!: string;

  @Field(() => String, { description: 'The device, such as `/dev/xvda` or `sdf`.' })
  @Matches(/^[\x21-\x7e]{1,64}$/, {
    message: 'A device name is printable ASCII without blanks, as /dev/xvda.',
  })
  deviceName!: string;
}
