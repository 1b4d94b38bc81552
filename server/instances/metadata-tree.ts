import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CountsAs } from '../graphql/cost.ts';
import type { DataSourceName } from '../metadata/whole-tree.ts';

/** The trees that machines are served. */
export const DataSource = { EC2: 'EC2', OPENSTACK: 'OPENSTACK', NOCLOUD: 'NOCLOUD' } as const;

registerEnumType(DataSource, {
  name: 'DataSource',
  description: 'A tree of metadata, each for the clients of one data source.',
  valuesConfig: {
    EC2: { description: "The EC2 instance metadata service's own tree." },
    OPENSTACK: { description: "OpenStack's metadata service, below /openstack." },
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
  description: 'How a machine asks for its metadata.',
  valuesConfig: {
    V1: { description: 'Without a session token.' },
    V2: { description: 'With a session token.' },
    ITS_CLIENT: {
      description:
        'As its client does: in the EC2 tree as in its last request, or with a token where it has made none; in the other trees, whose clients know no tokens, without one.',
    },
  },
});

export enum MetadataEntryKind {
  DIRECTORY = 'DIRECTORY',
  VALUE = 'VALUE',
}

registerEnumType(MetadataEntryKind, {
  name: 'MetadataEntryKind',
  description: 'A directory or a value.',
  valuesConfig: {
    DIRECTORY: { description: 'It is answered with the names of what is in it.' },
    VALUE: { description: 'It is answered with a value.' },
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
  description: 'Where a value of the metadata comes from.',
  valuesConfig: {
    FIELD: { description: 'A field of an object.' },
    CUSTOM_METADATA: { description: 'Custom metadata of the instance.' },
    CONFIGURATION: { description: "A variable of the server's configuration." },
    FIXED: { description: 'It is the same for every machine.' },
  },
});

@ObjectType({ description: 'One source of a value of the metadata.', simpleResolvers: true })
export class MetadataSource {
  @Field(() => MetadataOrigin, { description: 'Where it comes from.' })
  origin!: MetadataOrigin;
  @Field(() => String, { nullable: true, description: 'The type of the object, as `SshKey`.' })
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

@ObjectType({ description: 'A path of the metadata of an instance.', simpleResolvers: true })
export class MetadataEntry {
  @Field(() => String, { description: 'The path as a client asks for it; of a directory with a slash.' })
  path!: string;
  @Field(() => String, { description: 'The name as the directory above lists it, as `0=alice`.' })
  name!: string;
  @Field(() => MetadataEntryKind, { description: 'A directory or a value.' })
  kind!: MetadataEntryKind;
  @Field(() => Int, { description: 'The HTTP status.' })
  status!: number;
  @Field(() => Int, {
    nullable: true,
    description: 'The size of a value in bytes; null where the caller may not read it.',
  })
  size?: number;
  @Field(() => String, {
    nullable: true,
    description:
      'A value as text, at most 64 KiB of it and 1 MiB of all values; null when it is not UTF-8 text, or the caller may not read it.',
  })
  text?: string;
  @Field(() => Boolean, {
    description:
      'True for a value that comes of user-data or custom metadata, where the caller lacks the permission user-data:read.',
  })
  isHidden!: boolean;
  @Field(() => [MetadataSource], { description: 'What a value was made from; none for most directories.' })
  @CountsAs(2)
  sources!: MetadataSource[];
}

/** The tree to show, and the way to ask for it. */
@ArgsType()
export class MetadataTreeArgs {
  @Field(() => DataSource, { description: 'The tree.' })
  dataSource!: DataSourceName;

  @Field(() => String, {
    defaultValue: 'latest',
    description: 'A version of the data source; NoCloud has none.',
  })
  version!: string;

  @Field(() => AskAs, { defaultValue: AskAs.ITS_CLIENT, description: 'How the machine asks.' })
  as!: AskAs;
}
