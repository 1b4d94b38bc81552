/** The names of a kind of record: in its pages, in the API, in the history and in the navigation. */
export type KindNames = {
  /** The GraphQL type, as in the names of operations. */
  type: string;
  /** The name of the API's field for one record. */
  property: string;
  words: { one: string; many: string };
  /** The path above the pages of single records. */
  path: string;
  /** The path of the list. */
  listPath: string;
  /** The permission to create, change and delete them. */
  permission: string;
};

/** All kinds that have pages. A kind's own folder adds its columns, its form and its operations. */
export const kinds = {
  instance: {
    type: 'Instance',
    property: 'instance',
    words: { one: 'instance', many: 'instances' },
    path: '/instances',
    listPath: '/instances',
    permission: 'instances:write',
  },
  sshKey: {
    type: 'SshKey',
    property: 'sshKey',
    words: { one: 'key', many: 'keys' },
    path: '/keys',
    listPath: '/keys',
    permission: 'keys:write',
  },
  userData: {
    type: 'UserData',
    property: 'userData',
    words: { one: 'document', many: 'documents' },
    path: '/user-data',
    listPath: '/user-data',
    permission: 'user-data:write',
  },
  vpc: {
    type: 'Vpc',
    property: 'vpc',
    words: { one: 'VPC', many: 'VPCs' },
    path: '/networks/vpcs',
    listPath: '/networks',
    permission: 'networks:write',
  },
  subnet: {
    type: 'Subnet',
    property: 'subnet',
    words: { one: 'subnet', many: 'subnets' },
    path: '/networks/subnets',
    listPath: '/networks/subnets',
    permission: 'networks:write',
  },
  securityGroup: {
    type: 'SecurityGroup',
    property: 'securityGroup',
    words: { one: 'security group', many: 'security groups' },
    path: '/networks/security-groups',
    listPath: '/networks/security-groups',
    permission: 'networks:write',
  },
  iamRole: {
    type: 'IamRole',
    property: 'iamRole',
    words: { one: 'role', many: 'roles' },
    path: '/roles',
    listPath: '/roles',
    permission: 'roles:write',
  },
} as const satisfies Record<string, KindNames>;

const byType = new Map<string, KindNames>(Object.values(kinds).map((kind) => [kind.type, kind]));

/** The kind of a GraphQL type; undefined where it has no pages. */
export const kindOfType = (type: string): KindNames | undefined => byType.get(type);
