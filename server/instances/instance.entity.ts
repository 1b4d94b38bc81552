import { Collection, type Rel } from '@mikro-orm/core';
import { Embedded, Entity, ManyToOne, OneToMany, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { isIpv4 } from '../addresses/ip-address.ts';
import type { GivenContent } from '../contents/given-content.ts';
import { Node } from '../database/record.ts';
import { syncCollection } from '../database/record-collection.ts';
import { MaintenanceEvent } from '../events/maintenance-event.entity.ts';
import { Notices } from '../events/notices.ts';
import { IamRole } from '../iam/iam-role.entity.ts';
import type { SshKey } from '../keys/ssh-key.entity.ts';
import { Address } from '../networks/address.entity.ts';
import { NetworkInterface } from '../networks/network-interface.entity.ts';
import type { SecurityGroup } from '../networks/security-group.entity.ts';
import { UserData } from '../user-data/user-data.entity.ts';
import { CustomMetadata } from './custom-metadata.entity.ts';
import { InstanceNames } from './instance-names.ts';
import { KeyAttachment } from './key-attachment.entity.ts';
import { MetadataOptions } from './metadata-options.ts';
import { Served } from './served.ts';
import { Tag } from './tag.entity.ts';

/** A machine: the metadata that it is served, and the addresses that identify it. */
@Entity()
@ObjectType({
  implements: Node,
  description: 'An instance: a machine and its metadata.',
  simpleResolvers: true,
})
export class Instance extends InstanceNames implements Node {
  static readonly idPrefix = 'ins';

  @Field(() => Date, {
    description: 'The time of launch, at which the instance got its present instance-id.',
  })
  @Property({ type: 'Date' })
  @Served()
  launchedAt: Date = this.createdAt;

  @Field(() => MetadataOptions, { description: 'The options of the metadata service for the instance.' })
  @Embedded(() => MetadataOptions)
  @Served({ isCopied: false })
  metadataOptions: MetadataOptions = new MetadataOptions();

  @Embedded(() => Notices)
  @Served({ isCopied: false })
  notices: Notices = new Notices();

  @ManyToOne(() => UserData, { nullable: true, deleteRule: 'set null', index: true })
  userData: Rel<UserData> | null = null;

  /** The role of its instance profile. */
  @ManyToOne(() => IamRole, { nullable: true, deleteRule: 'set null', index: true })
  iamRole: Rel<IamRole> | null = null;

  /** The role whose credentials are served under `identity-credentials/`. */
  @ManyToOne(() => IamRole, { nullable: true, deleteRule: 'set null', index: true })
  identityRole: Rel<IamRole> | null = null;

  @Field(() => String, {
    nullable: true,
    description:
      "The password of the administrator, encrypted by the machine for its owner (OpenStack's `password`).",
  })
  @Property({ type: 'text', nullable: true, hidden: true })
  @Served()
  encryptedPassword: string | null = null;

  @OneToMany(() => NetworkInterface, (one) => one.instance, {
    orphanRemoval: true,
    orderBy: { networkCard: 'asc', deviceNumber: 'asc' },
  })
  interfaces = new Collection<NetworkInterface>(this);

  @OneToMany(() => Address, (address) => address.instance, {
    orphanRemoval: true,
    orderBy: { position: 'asc' },
  })
  addressRows = new Collection<Address>(this);

  @OneToMany(() => KeyAttachment, (attachment) => attachment.instance, {
    orphanRemoval: true,
    orderBy: { position: 'asc' },
  })
  keyAttachments = new Collection<KeyAttachment>(this);

  @OneToMany(() => Tag, (tag) => tag.instance, { orphanRemoval: true, orderBy: { key: 'asc' } })
  tags = new Collection<Tag>(this);

  @OneToMany(() => CustomMetadata, (custom) => custom.instance, {
    orphanRemoval: true,
    orderBy: { path: 'asc' },
  })
  customMetadata = new Collection<CustomMetadata>(this);

  @OneToMany(() => MaintenanceEvent, (event) => event.instance, {
    orphanRemoval: true,
    orderBy: { notBefore: 'asc' },
  })
  maintenanceEvents = new Collection<MaintenanceEvent>(this);

  constructor(hostname: string) {
    super(Instance.idPrefix, hostname);
  }

  get orderedInterfaces(): NetworkInterface[] {
    return this.interfaces
      .getItems()
      .sort((a, b) => (a.networkCard ?? 0) - (b.networkCard ?? 0) || a.deviceNumber - b.deviceNumber);
  }

  get primaryInterface(): NetworkInterface | undefined {
    return this.orderedInterfaces[0];
  }

  /** The groups of its primary interface, in order. */
  get securityGroups(): SecurityGroup[] {
    return this.primaryInterface?.orderedGroups ?? [];
  }

  get orderedMaintenance(): MaintenanceEvent[] {
    return [...this.maintenanceEvents].sort(
      (a, b) => a.notBefore.getTime() - b.notBefore.getTime() || (a.id < b.id ? -1 : 1),
    );
  }

  get orderedCustomMetadata(): CustomMetadata[] {
    return [...this.customMetadata].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  get orderedKeys(): SshKey[] {
    return [...this.keyAttachments]
      .sort((a, b) => a.position - b.position)
      .map((attachment) => attachment.key);
  }

  get orderedTags(): Tag[] {
    return [...this.tags].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Returns the addresses of an interface, or the caller addresses (null), in order. */
  addressesOf(networkInterface: Rel<NetworkInterface> | null): Address[] {
    return [...this.addressRows]
      .filter((row) => row.interface === networkInterface)
      .sort((a, b) => a.position - b.position);
  }

  get addresses(): string[] {
    return this.orderedInterfaces.flatMap((one) => one.addresses);
  }

  get callerAddresses(): string[] {
    return this.addressesOf(null).map((row) => row.address);
  }

  get mac(): string | undefined {
    return this.primaryInterface?.mac ?? undefined;
  }

  /** The public IPv4 address, which `public-ipv4` serves. */
  get publicAddress(): string | undefined {
    return this.primaryInterface?.publicAddresses.find(isIpv4);
  }

  /** Makes it a new machine in the same place: cloud-init runs everything again, and notices are withdrawn. */
  reprovision({ instanceId, uuid, at }: { instanceId: string; uuid: string; at: Date }): void {
    this.instanceId = instanceId;
    this.uuid = uuid;
    this.launchedAt = at;
    this.encryptedPassword = null;
    this.notices.withdraw();
    this.maintenanceEvents.removeAll();
  }

  /** Sets exactly these keys, in this order. */
  setKeys(keys: SshKey[]): void {
    syncCollection(this.keyAttachments, keys, {
      keyOf: ({ key }) => key.id,
      keyFor: ({ id }) => id,
      make: (key, position) => new KeyAttachment(this, key, position),
      change: (attachment, _, position) => void (attachment.position = position),
    });
  }

  addInterface(deviceNumber: number): NetworkInterface {
    const one = new NetworkInterface(this, deviceNumber);
    this.interfaces.add(one);
    return one;
  }

  /** Removes every interface but these. */
  keepInterfaces(interfaces: NetworkInterface[]): void {
    this.interfaces.set(interfaces);
  }

  /** Sets the addresses of all interfaces and callers, in order; an address given twice keeps its first place. */
  setAddresses(
    wanted: { address: string; publicAddress: string | null; on: NetworkInterface | null }[],
  ): void {
    syncCollection(this.addressRows, wanted, {
      keyOf: ({ address }) => address,
      keyFor: ({ address }) => address,
      make: ({ address, on }) => new Address(this, address, on),
      change: (row, { on, publicAddress }, position) =>
        void Object.assign(row, { interface: on, publicAddress, position }),
    });
  }

  /** Adds tags, changes their values, and removes all others. */
  setTags(tags: { key: string; value: string }[]): void {
    syncCollection(this.tags, tags, {
      keyOf: ({ key }) => key,
      keyFor: ({ key }) => key,
      make: ({ key, value }) => new Tag(this, key, value),
      change: (tag, { value }) => void (tag.value = value),
    });
  }

  /** Adds paths, changes their values, and removes all others. */
  setCustomMetadata(entries: { path: string; since: string | null; content: GivenContent }[]): void {
    syncCollection(this.customMetadata, entries, {
      keyOf: ({ path }) => path,
      keyFor: ({ path }) => path,
      make: ({ path }) => new CustomMetadata(this, path),
      change: (custom, { since, content }) => custom.replace({ since, content }),
    });
  }
}
