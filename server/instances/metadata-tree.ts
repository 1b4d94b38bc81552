import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Costs, CountsAs } from '../graphql/cost.ts';
import { textOf } from '../user-data/user-data-kind.ts';
import type { DataSourceName } from '../metadata/whole-tree.ts';

/** The trees that machines are served. */
export const DataSource = { EC2: 'EC2', OPENSTACK: 'OPENSTACK', NOCLOUD: 'NOCLOUD' } as const;

registerEnumType(DataSource, {
  name: 'DataSource',
  description: 'The metadata trees, each for the clients of one data source.',
  valuesConfig: {
    EC2: { description: 'The tree of the EC2 instance metadata service.' },
    OPENSTACK: { description: "The tree of OpenStack's metadata service, below /openstack." },
    NOCLOUD: { description: "The seed of cloud-init's NoCloud, below /nocloud." },
  },
});

export enum AskAs {
  V1 = 'V1',
  V2 = 'V2',
  ITS_CLIENT = 'ITS_CLIENT',
}

registerEnumType(AskAs, {
  name: 'AskAs',
  description: 'The possible ways in which an instance requests its metadata.',
  valuesConfig: {
    V1: { description: 'Without a session token.' },
    V2: { description: 'With a session token.' },
    ITS_CLIENT: {
      description:
        'As its clients do: with a token in the EC2 tree, unless one of them sends none; without a token in the other trees, whose clients use none.',
    },
  },
});

export enum MetadataEntryKind {
  DIRECTORY = 'DIRECTORY',
  VALUE = 'VALUE',
}

registerEnumType(MetadataEntryKind, {
  name: 'MetadataEntryKind',
  description: 'The possible kinds of metadata entries.',
  valuesConfig: {
    DIRECTORY: { description: 'A path that is answered with the names of its entries.' },
    VALUE: { description: 'A path that is answered with a value.' },
  },
});

export enum MetadataOrigin {
  FIELD = 'FIELD',
  CUSTOM_METADATA = 'CUSTOM_METADATA',
  CONFIGURATION = 'CONFIGURATION',
  FIXED = 'FIXED',
}

registerEnumType(MetadataOrigin, {
  name: 'MetadataOrigin',
  description: 'The possible origins of a metadata value.',
  valuesConfig: {
    FIELD: { description: 'A field of an object.' },
    CUSTOM_METADATA: { description: 'Custom metadata of the instance.' },
    CONFIGURATION: { description: "A variable of the server's configuration." },
    FIXED: { description: 'A constant, the same for every instance.' },
  },
});

@ObjectType({ description: 'A source of a metadata value.', simpleResolvers: true })
export class MetadataSource {
  @Field(() => MetadataOrigin, { description: 'The origin.' })
  origin!: MetadataOrigin;
  @Field(() => String, { nullable: true, description: 'The type of the object, such as `SshKey`.' })
  type?: string;
  @Field(() => ID, { nullable: true, description: 'The id of the object.' })
  id?: string;
  @Field(() => String, { nullable: true, description: 'The name of the object.' })
  name?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'The field of the object, the path of the custom metadata, or the variable.',
  })
  field?: string;
}

/** The maximum number of sources of one value: a file about many interfaces has some for each of them. */
export const maxSources = 200;

interface EntryParts {
  path: string;
  name: string;
  status: number;
  isHidden: boolean;
  /** The bytes of a value; undefined for a directory. */
  bytes: Uint8Array | undefined;
  /** The part of the bytes that is shown as text. */
  shown: Uint8Array | undefined;
  findSources(): MetadataSource[];
}

/** A path of the metadata. Its text and its sources are made when they are read. */
@ObjectType({ description: 'A path of the metadata of an instance.', simpleResolvers: true })
export class MetadataEntry {
  @Field(() => String, {
    description: 'The path as a client requests it; that of a directory ends with a slash.',
  })
  readonly path: string;

  @Field(() => String, { description: 'The name as listed in the directory above, such as `0=alice`.' })
  readonly name: string;

  @Field(() => Int, { description: 'The HTTP status.' })
  readonly status: number;

  @Field(() => Boolean, {
    description:
      'True for a value from user-data or custom metadata if the caller lacks the permission user-data:read.',
  })
  readonly isHidden: boolean;

  constructor(private readonly parts: EntryParts) {
    const { path, name, status, isHidden } = parts;
    this.path = path;
    this.name = name;
    this.status = status;
    this.isHidden = isHidden;
  }

  @Field(() => MetadataEntryKind, { description: 'The kind of entry: a directory or a value.' })
  get kind(): MetadataEntryKind {
    return this.parts.bytes === undefined ? MetadataEntryKind.DIRECTORY : MetadataEntryKind.VALUE;
  }

  @Field(() => Int, {
    nullable: true,
    description: 'The size of a value in bytes; null if the caller may not read it.',
  })
  get size(): number | undefined {
    return this.isHidden ? undefined : this.parts.bytes?.length;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'The value as text, at most 64 KiB of it and 1 MiB of all values; null if it is not UTF-8 text, if the status is not 200, or if the caller may not read it.',
  })
  @Costs(10)
  get text(): string | undefined {
    const { shown, bytes } = this.parts;
    return shown && bytes && textOfPart(shown, bytes);
  }

  @Field(() => [MetadataSource], {
    description: `The objects and fields that a value is made from; at most ${maxSources}, none for a directory.`,
  })
  @Costs(5)
  @CountsAs(4)
  get sources(): MetadataSource[] {
    return this.parts.findSources();
  }
}

/** The text of a value that may be cut within a character. */
function textOfPart(part: Uint8Array, whole: Uint8Array): string | undefined {
  if (part.length === whole.length) return textOf(part);
  for (let end = part.length; end > part.length - 4 && end >= 0; end -= 1) {
    const text = textOf(part.subarray(0, end));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The tree to show, and the way to ask for it. */
@ArgsType()
export class MetadataTreeArgs {
  @Field(() => DataSource, { description: 'The data source of the tree.' })
  dataSource!: DataSourceName;

  @Field(() => String, {
    defaultValue: 'latest',
    description: 'The version of the data source; NoCloud has none.',
  })
  version!: string;

  @Field(() => AskAs, {
    defaultValue: AskAs.ITS_CLIENT,
    description: 'The way in which the instance requests its metadata.',
  })
  as!: AskAs;
}
