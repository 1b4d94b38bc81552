import { randomUUID } from 'node:crypto';
import { Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { randomDigits } from '../database/record-digits.ts';
import { UUID } from '../graphql/scalars.ts';
import { InstanceFacts } from './instance-facts.ts';
import { Served } from './served.ts';

export const newInstanceId = () => `i-${randomDigits()}`;

/** The form in which hostnames are compared: without case, as in DNS (RFC 4343). */
export const hostnameKeyOf = (hostname: string) => hostname.toLowerCase();

/** The names of a machine: those that it is served, and those that people and scripts use. */
@ObjectType()
export abstract class InstanceNames extends InstanceFacts {
  @Field(() => String, {
    description:
      'Served as `instance-id`. Only reprovisioning changes it: cloud-init treats another id as a new instance.',
  })
  @Property({ type: 'string', length: 40, unique: true })
  @Served()
  instanceId: string = newInstanceId();

  @Field(() => UUID, {
    description: 'The UUID, as in the SMBIOS table of the machine; the instance id of OpenStack.',
  })
  @Property({ type: 'string', length: 36, unique: true })
  @Served()
  uuid: string = randomUUID();

  @Field(() => String, {
    description:
      'The unique name of the instance, served as `hostname`, by OpenStack as `name`; names that differ only in case are the same.',
  })
  @Property({ type: 'string', length: 253 })
  @Served()
  hostname: string;

  @Property({ type: 'string', length: 253, unique: true })
  hostnameKey: string;

  @Field(() => String, { nullable: true, description: 'A name for people, which is not in the metadata.' })
  @Property({ type: 'string', length: 255, nullable: true })
  displayName: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: "The caller's own unique key, such as `libvirt:<uuid>`.",
  })
  @Property({ type: 'string', length: 255, unique: true, nullable: true })
  externalId: string | null = null;

  constructor(prefix: string, hostname: string) {
    super(prefix);
    this.hostname = hostname;
    this.hostnameKey = hostnameKeyOf(hostname);
  }

  get title() {
    return this.hostname;
  }

  rename(hostname: string): void {
    this.hostname = hostname;
    this.hostnameKey = hostnameKeyOf(hostname);
  }
}
