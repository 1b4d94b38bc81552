import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config.ts';
import { randomDigits } from '../database/record-digits.ts';
import { regionOf, zoneIdOf } from '../metadata/zone.ts';
import type { InstanceFactsInput } from './instance-facts.inputs.ts';
import { InstanceFacts } from './instance-facts.ts';
import { servedColumns } from './served.ts';

type Default = (config: Config, instance: Partial<InstanceFacts>) => unknown;

/** The defaults of the facts that have one, by the configuration and the instance; all others are null by default. */
const defaults = {
  accountId: (config: Config) => config.METADATA_ACCOUNT_ID,
  imageId: () => 'ami-00000000000000000',
  instanceType: () => 't3.micro',
  architecture: () => 'x86_64',
  availabilityZone: (config: Config) => config.METADATA_ZONE,
  launchIndex: () => 0,
  reservationId: (_, { reservationId = `r-${randomDigits()}` }) => reservationId, // drawn once
  lifeCycle: () => 'on-demand',
  amiManifestPath: () => '(unknown)',
  profile: () => 'default-hvm',
  system: () => 'nitro',
  productCodes: () => [],
  ancestorAmiIds: () => [],
  billingProducts: () => [],
  instanceAction: () => 'none',
  blockDevices: () => [{ virtualName: 'root', deviceName: '/dev/xvda' }],
} satisfies Partial<Record<keyof InstanceFacts, Default>>;

type Fact = keyof InstanceFacts & keyof InstanceFactsInput;

/** The facts that are derived from the zone where they are not given. */
const derived = new Set(['availabilityZoneId', 'region']);

/** The facts that are stored and served as a client gives them. */
const plainFacts = [...servedColumns].flatMap(([name, { declaredIn, isCopied }]) =>
  declaredIn === InstanceFacts && isCopied && !derived.has(name) ? [name as Fact] : [],
);

/** Applies the given facts; null means the default, and so does a missing fact of a new instance. */
export function setFacts(
  instance: InstanceFacts,
  given: InstanceFactsInput & { blockDevices?: InstanceFacts['blockDevices'] | null },
  { config, isNew }: { config: Config; isNew: boolean },
): void {
  const zoneBefore = instance.availabilityZone;
  for (const fact of plainFacts) {
    const value = given[fact];
    if (value === undefined && !isNew) continue;
    const next = value ?? defaultOf(fact, config, instance);
    if (!isSameJson(instance[fact], next)) Object.assign(instance, { [fact]: next });
  }
  if (given.localHostname !== undefined) instance.givenLocalHostname = given.localHostname;
  if (given.projectId !== undefined) instance.givenProjectId = given.projectId;
  const zone = instance.availabilityZone;
  const moved = zone !== zoneBefore;
  if (given.region || given.region === null || moved)
    instance.region = given.region ?? regionIn(zone, config);
  if (given.availabilityZoneId || given.availabilityZoneId === null || moved)
    instance.availabilityZoneId = given.availabilityZoneId ?? zoneIdOf(zone);
}

/** The region of a zone: METADATA_REGION for METADATA_ZONE, unless that alone is configured. */
function regionIn(zone: string, { METADATA_ZONE, METADATA_REGION, sources }: Config): string {
  const goTogether = sources.METADATA_REGION !== 'default' || sources.METADATA_ZONE === 'default';
  return zone === METADATA_ZONE && goTogether ? METADATA_REGION : regionOf(zone);
}

const defaultOf = (fact: Fact, config: Config, instance: InstanceFacts): unknown =>
  (defaults as Partial<Record<Fact, Default>>)[fact]?.(config, instance) ?? null;

/** PostgreSQL stores the fields of JSON in its own order, so another order is no change. */
const isSameJson = (a: unknown, b: unknown) => isDeepStrictEqual(plain(a), plain(b));

const plain = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? JSON.parse(JSON.stringify(value)) : value;
