import type { EntityManager } from '@mikro-orm/core';
import type { Problems } from '../errors.ts';
import { Address } from '../networks/address.entity.ts';
import { NetworkInterface } from '../networks/network-interface.entity.ts';
import { Instance } from './instance.entity.ts';

type Kind = 'hostname' | 'instanceId' | 'uuid' | 'externalId' | 'address' | 'mac' | 'publicAddress';

/** Something unique that an input wants for its instance. */
export interface Claim {
  kind: Kind;
  value: string;
  path: (string | number)[];
}

/** The claims of one input, with the instance it is about (undefined: a new one). */
export interface Claimant {
  instance: Instance | undefined;
  claims: Claim[];
  problems: Problems;
}

const instancesWith =
  (property: 'hostnameKey' | 'instanceId' | 'uuid' | 'externalId') =>
  async (em: EntityManager, values: string[]) =>
    (await em.find(Instance, { [property]: { $in: values } })).map((one) => [one[property]!, one] as const);

/** Who holds which of the values. */
const holders: Record<
  Kind,
  (em: EntityManager, values: string[]) => Promise<(readonly [string, Instance])[]>
> = {
  hostname: instancesWith('hostnameKey'),
  instanceId: instancesWith('instanceId'),
  uuid: instancesWith('uuid'),
  externalId: instancesWith('externalId'),
  address: async (em, values) =>
    (await em.find(Address, { address: { $in: values } }, { populate: ['instance'] })).map((row) => [
      row.address,
      row.instance,
    ]),
  mac: async (em, values) =>
    (await em.find(NetworkInterface, { mac: { $in: values } }, { populate: ['instance'] })).map((one) => [
      one.mac!,
      one.instance,
    ]),
  publicAddress: async (em, values) =>
    (await em.find(Address, { publicAddress: { $in: values } }, { populate: ['instance'] })).map((row) => [
      row.publicAddress!,
      row.instance,
    ]),
};

/** What an instance holds already. */
const present: Record<Kind, (instance: Instance) => (string | null)[]> = {
  hostname: ({ hostnameKey }) => [hostnameKey],
  instanceId: ({ instanceId }) => [instanceId],
  uuid: ({ uuid }) => [uuid],
  externalId: ({ externalId }) => [externalId],
  address: ({ addressRows }) => [...addressRows].map((row) => row.address),
  mac: ({ interfaces }) => [...interfaces].map((one) => one.mac),
  publicAddress: ({ addressRows }) => [...addressRows].map((row) => row.publicAddress),
};

/** What machines exchange: the inputs of one call may give these up and take them in any order. */
const exchangeable = new Set<Kind>(['address', 'mac', 'publicAddress']);

/** A claim to what another instance gives up by the same call. */
export interface Takeover {
  claim: Claim;
  claimant: Claimant;
  holder: Instance;
  /** The inputs that are about the holder. */
  givers: Claimant[];
}

/**
 * Reports every claim to something that another instance holds and keeps, or that another input of the same call claims.
 *
 * The claims of an input have to name every address and MAC that its instance is to have, also those that it has.
 * @returns the claims that go through only if those who hold the same let go of it
 */
export async function checkClaims(em: EntityManager, claimants: Claimant[]): Promise<Takeover[]> {
  const takeovers: Takeover[] = [];
  const givers = giversAmong(claimants);
  for (const kind of Object.keys(holders) as Kind[]) {
    const claims = claimants.flatMap((claimant) =>
      claimant.claims.filter((claim) => claim.kind === kind).map((claim) => ({ claim, claimant })),
    );
    if (claims.length === 0) continue;
    const own = ownersOf(kind);
    const foreign = new Set(claims.filter((one) => !own(one)).map(({ claim }) => claim.value));
    const held = new Map(foreign.size > 0 ? await holders[kind](em, [...foreign]) : []);
    const claimed = new Set<string>();
    for (const { claim, claimant } of claims) {
      const holder = own({ claim, claimant }) ?? held.get(claim.value);
      const isForeign = holder && holder !== claimant.instance;
      const giving = isForeign ? givers(claim, holder) : [];
      if (isForeign && giving.length === 0) refuse(claimant, claim, nameOf(holder));
      else if (claimed.has(claim.value)) refuse(claimant, claim, 'another place of this input');
      else claimed.add(claim.value);
      if (isForeign && giving.length > 0) takeovers.push({ claim, claimant, holder, givers: giving });
    }
  }
  return takeovers;
}

/** Tells of a claim whether its instance has already what it claims: which instance that is. */
function ownersOf(kind: Kind) {
  const has = new Map<Instance, Set<string | null>>();
  return ({ claim, claimant: { instance } }: { claim: Claim; claimant: Claimant }): Instance | undefined => {
    if (!instance) return undefined;
    if (!has.has(instance)) has.set(instance, new Set(present[kind](instance)));
    return has.get(instance)!.has(claim.value) ? instance : undefined;
  };
}

/** Tells by which inputs the holder of a value lets go of it; none where it keeps it. */
function giversAmong(claimants: Claimant[]) {
  const claimantsOf = Map.groupBy(claimants, ({ instance }) => instance);
  const keyOf = ({ kind, value }: Claim) => `${kind} ${value}`;
  const kept = new Map(claimants.map((one) => [one, new Set(one.claims.map(keyOf))]));
  return (claim: Claim, holder: Instance): Claimant[] => {
    const ofHolder = claimantsOf.get(holder) ?? [];
    const keeps = !exchangeable.has(claim.kind) || ofHolder.some((one) => kept.get(one)!.has(keyOf(claim)));
    return keeps ? [] : ofHolder;
  };
}

/**
 * Refuses what depends on an input that is refused itself, and what depends on that in turn.
 * @returns what goes through
 */
export function refuseBrokenTakeovers(takeovers: Takeover[]): Takeover[] {
  const isBroken = ({ givers }: Takeover) => givers.some(({ problems }) => problems.any);
  const broken = takeovers.filter(isBroken);
  if (broken.length === 0) return takeovers.filter(({ claimant }) => !claimant.problems.any);
  for (const { claimant, claim, holder } of broken) refuse(claimant, claim, nameOf(holder));
  return refuseBrokenTakeovers(takeovers.filter((one) => !isBroken(one)));
}

/**
 * Lets go of what is taken over and stands in a unique column, before the rows get their new values one after the other.
 * (An address is the key of its row: the unit of work deletes and makes those in the right order itself.)
 */
export async function releaseTakenOver(em: EntityManager, takeovers: Takeover[]): Promise<void> {
  const valuesOf = (kind: Kind) => takeovers.flatMap(({ claim }) => (claim.kind === kind ? claim.value : []));
  const [macs, publicAddresses] = [valuesOf('mac'), valuesOf('publicAddress')];
  if (macs.length > 0) await em.nativeUpdate(NetworkInterface, { mac: { $in: macs } }, { mac: null });
  if (publicAddresses.length > 0)
    await em.nativeUpdate(Address, { publicAddress: { $in: publicAddresses } }, { publicAddress: null });
}

const nameOf = ({ hostname, instanceId }: Instance) => `${hostname} (${instanceId})`;

function refuse({ problems }: Claimant, { value, path }: Claim, holder: string): void {
  problems.add(path, {
    code: 'ALREADY_EXISTS',
    message: `${value} already belongs to ${holder}.`,
    hint: 'Give another one, or take it from there first.',
  });
}
