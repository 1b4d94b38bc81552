/**
 * The clients, one entry each, except cloud-init and the AWS SDK for JavaScript 3, which have checks of their own.
 *
 *   name       as the README's table has it
 *   packages   Debian packages; they are added to the small Debian of the acceptance checks, where the client then runs
 *   large      true: too large to fetch in every run; only run with ACCEPTANCE_ALL=1, or where it is already installed
 *   npm        packages of npm instead; the client then runs on the machine's own system
 *   run        the command; /opt/clients is the folder `probes`. For npm: a function of the folder with node_modules
 *   read       parses its output into facts; the default parses one line of JSON
 *   gets       the names of the facts (machines.mjs) that it has to get, with tokens optional and required
 *   tokenless  true: it does not support session tokens, and has to be refused where they are required
 */
import { fileURLToPath } from 'node:url';

export const PROBES = fileURLToPath(new URL('probes', import.meta.url));

const TREE = ['instance-id', 'region', 'user-data', 'identity document', 'what is absent'];
const ROLE = ['credentials', 'expiration'];
const MACHINE = [
  'instance-id',
  'availability-zone',
  'hostname',
  'address',
  'image',
  'security groups',
  'public keys',
];
const SDK = [...TREE, ...ROLE];
const go = (folder) =>
  `cd /opt/clients/${folder} && GO111MODULE=off GOPATH=/usr/share/gocode GOFLAGS=-buildvcs=false go run .`;
const node =
  (probe, ...more) =>
  (folder) => [process.execPath, `${PROBES}/${probe}`, folder, ...more];
const JS_2 = ['aws-sdk@2'];

export const clients = [
  {
    name: 'AWS SDK for JavaScript 2',
    npm: JS_2,
    run: node('aws-sdk-js-2.cjs'),
    gets: SDK,
  },
  {
    name: 'AWS SDK for JavaScript 2, IMDSv1',
    npm: JS_2,
    run: node('aws-sdk-js-2.cjs', 'without-tokens'),
    gets: TREE,
    tokenless: true,
  },
  {
    name: 'AWS SDK for Python (boto3)',
    packages: ['python3-boto3'],
    run: 'python3 /opt/clients/boto3_probe.py',
    gets: ['region', ...ROLE],
  },
  {
    name: 'AWS CLI 2',
    packages: ['awscli'],
    run: 'aws configure export-credentials && aws configure list',
    read: readAwsCli,
    gets: ['region', ...ROLE],
  },
  {
    name: 'AWS SDK for Ruby 3',
    packages: ['ruby-aws-sdk-core'],
    run: 'ruby /opt/clients/aws-sdk.rb',
    gets: SDK,
  },
  {
    name: 'AWS SDK for Go 2',
    packages: ['golang-github-aws-aws-sdk-go-v2-dev', 'golang-go'],
    large: true,
    run: go('aws-sdk-go-v2'),
    gets: [...TREE, 'credentials', 'instance profile'], // it limits the expiration to one hour
  },
  {
    name: 'AWS SDK for Go 1',
    packages: ['golang-github-aws-aws-sdk-go-dev', 'golang-go'],
    large: true,
    run: go('aws-sdk-go'),
    gets: [...SDK, 'instance profile'],
  },
  {
    name: 'ec2-metadata (amazon-ec2-utils)',
    packages: ['amazon-ec2-utils'],
    run: 'ec2-metadata',
    read: readEc2MetadataOfAmazon,
    gets: [...MACHINE, 'tags', 'user-data'],
  },
  {
    name: 'ec2metadata (cloud-guest-utils)',
    packages: ['cloud-guest-utils'],
    run: 'ec2metadata',
    read: readEc2MetadataOfUbuntu,
    gets: MACHINE,
  },
  {
    name: 'curl, as AWS documents it',
    packages: ['curl'],
    run: 'sh /opt/clients/curl.sh',
    read: (text) => ({ 'instance-id': text }),
    gets: ['instance-id'],
  },
  {
    name: 'curl, IMDSv1',
    packages: ['curl'],
    run: 'curl -sf http://169.254.169.254/latest/meta-data/instance-id',
    read: (text) => ({ 'instance-id': text }),
    gets: ['instance-id'],
    tokenless: true,
  },
];

/** Parses the credentials as JSON, then a table with a line `region  eu-test-1  imds`. */
function readAwsCli(text) {
  const end = text.indexOf('}') + 1;
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = JSON.parse(text.slice(0, end));
  return {
    region: /^ *region *:? +(\S+) *:? +imds/m.exec(text.slice(end))?.[1],
    credentials: {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      token: SessionToken,
    },
    expiration: Expiration,
  };
}

/** Parses lines `name: value`; tags and keys are on lines of their own, user-data ends where the tags begin. */
function readEc2MetadataOfAmazon(text) {
  const value = (name) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1];
  return {
    'instance-id': value('instance-id'),
    'availability-zone': value('placement'),
    hostname: value('local-hostname'),
    address: value('local-ipv4'),
    image: value('ami-id'),
    'security groups': value('security-groups'),
    'public keys': text.match(/^ssh-.*$/gm) ?? [],
    'user-data': /^user-data: ([^]*?)^tags:/m.exec(text)?.[1],
    tags: Object.fromEntries(
      (text.split(/^tags:/m)[1] ?? '').match(/\S+: .*/g)?.map((line) => line.split(': ')) ?? [],
    ),
  };
}

/** Parses lines `name: value`; the keys are a Python list. */
function readEc2MetadataOfUbuntu(text) {
  const value = (name) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1];
  return {
    'instance-id': value('instance-id'),
    'availability-zone': value('availability-zone'),
    hostname: value('local-hostname'),
    address: value('local-ipv4'),
    image: value('ami-id'),
    'security groups': value('security-groups'),
    'public keys': (value('public-keys') ?? '').match(/ssh-[^']*/g) ?? [],
  };
}
