import type { EntityManager } from '@mikro-orm/core';
import type { Problems } from '../errors.ts';
import { Address } from '../networks/address.entity.ts';
import { NetworkInterface } from '../networks/network-interface.entity.ts';
import { Instance } from './instance.entity.ts';

type Kind = 'hostname' | 'instanceId' | 'uuid' | 'externalId' | 'address' | 'mac' | 'publicAddress';

/** A unique value that an input requests for its instance. */
export interface Claim {
  kind: Kind;
  value: string;
  path: (string | number)[];
}

/** The claims of one input, with its instance (undefined: a new one). */
export interface Requester {
  instance: Instance | undefined;
  claims: Claim[];
  problems: Problems;
}

const instancesWith =
  (property: 'hostnameKey' | 'instanceId' | 'uuid' | 'externalId') =>
  async (em: EntityManager, values: string[]) =>
    (await em.find(Instance, { [property]: { $in: values } })).map((one) => [one[property]!, one] as const);

/** Finds the instances that hold some of the values. */
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

/** The values that an instance holds already. */
const present: Record<Kind, (instance: Instance) => (string | null)[]> = {
  hostname: ({ hostnameKey }) => [hostnameKey],
  instanceId: ({ instanceId }) => [instanceId],
  uuid: ({ uuid }) => [uuid],
  externalId: ({ externalId }) => [externalId],
  address: ({ addressRows }) => [...addressRows].map((row) => row.address),
  mac: ({ interfaces }) => [...interfaces].map((one) => one.mac),
  publicAddress: ({ addressRows }) => [...addressRows].map((row) => row.publicAddress),
};

/** Values that instances may exchange: the inputs of one call may release and request them in any order. */
const exchangeable = new Set<Kind>(['address', 'mac', 'publicAddress']);

/** A claim to a value that another instance releases in the same call. */
export interface Transfer {
  claim: Claim;
  requester: Requester;
  holder: Instance;
  /** The inputs for the holder. */
  releasers: Requester[];
}

/**
 * Reports every claim to a value that another instance keeps, or that another input of the same call claims.
 *
 * The claims of an input have to name every planned address and MAC of its instance, also those that it has already.
 * With `atomic`, one problem refuses all inputs.
 * @returns the claims that succeed only if the present holders release their values
 */
export async function checkClaims(
  em: EntityManager,
  requesters: Requester[],
  { atomic }: { atomic: boolean },
): Promise<Transfer[]> {
  refuseSecondInputs(requesters, { atomic });
  const transfers: Transfer[] = [];
  const refused = new Set<Claim>();
  const releasers = releasersAmong(requesters);
  for (const kind of Object.keys(holders) as Kind[]) {
    const claims = requesters.flatMap((requester) =>
      requester.claims.filter((claim) => claim.kind === kind).map((claim) => ({ claim, requester })),
    );
    if (claims.length === 0) continue;
    const own = ownersOf(kind);
    const foreign = new Set(claims.filter((one) => !own(one)).map(({ claim }) => claim.value));
    const held = new Map(foreign.size > 0 ? await holders[kind](em, [...foreign]) : []);
    for (const { claim, requester } of claims) {
      const holder = own({ claim, requester }) ?? held.get(claim.value);
      if (!holder || holder === requester.instance) continue;
      const releasing = releasers(claim, holder);
      if (releasing.length > 0) transfers.push({ claim, requester, holder, releasers: releasing });
      else {
        refuse(requester, claim, nameOf(holder));
        refused.add(claim);
      }
    }
  }
  const lasting = atomic ? transfers : refuseBrokenTransfers(transfers);
  refuseRepeated(requesters, { atomic, refused });
  return lasting;
}

/** Reports inputs about an instance that an earlier one is about, found by another of its names. */
function refuseSecondInputs(requesters: Requester[], { atomic }: { atomic: boolean }): void {
  const changing = new Set<Instance>();
  for (const { instance, problems } of requesters) {
    if (!instance) continue;
    if (changing.has(instance))
      problems.add([], {
        code: 'BAD_USER_INPUT',
        message: `Another input of this call is about ${nameOf(instance)} too.`,
        hint: 'Give everything about an instance in one input.',
      });
    else if (atomic || !problems.any) changing.add(instance);
  }
}

/**
 * Reports values that several inputs claim, or one input twice: the first one gets them. Unless one problem refuses the
 * whole call, an input that is refused claims nothing, so that a corrected repetition of it succeeds.
 */
function refuseRepeated(
  requesters: Requester[],
  { atomic, refused }: { atomic: boolean; refused: ReadonlySet<Claim> },
): void {
  const claimed = new Set<string>();
  for (const requester of requesters) {
    const own = new Set<string>();
    for (const claim of requester.claims) {
      if (refused.has(claim)) continue;
      const key = keyOf(claim);
      if (own.has(key)) refuse(requester, claim, 'another place of this input');
      else if (claimed.has(key)) refuse(requester, claim, 'another input of this call');
      own.add(key);
    }
    if (atomic || !requester.problems.any) for (const key of own) claimed.add(key);
  }
}

const keyOf = ({ kind, value }: Claim) => `${kind} ${value}`;

/** Returns a function that gives the instance of a claim if it holds the claimed value already. */
function ownersOf(kind: Kind) {
  const has = new Map<Instance, Set<string | null>>();
  return ({
    claim,
    requester: { instance },
  }: {
    claim: Claim;
    requester: Requester;
  }): Instance | undefined => {
    if (!instance) return undefined;
    if (!has.has(instance)) has.set(instance, new Set(present[kind](instance)));
    return has.get(instance)!.has(claim.value) ? instance : undefined;
  };
}

/** Returns a function that gives the inputs by which the holder of a value releases it; none if it keeps the value. */
function releasersAmong(requesters: Requester[]) {
  const requestersOf = Map.groupBy(requesters, ({ instance }) => instance);
  const kept = new Map(requesters.map((one) => [one, new Set(one.claims.map(keyOf))]));
  return (claim: Claim, holder: Instance): Requester[] => {
    const ofHolder = requestersOf.get(holder) ?? [];
    const keeps = !exchangeable.has(claim.kind) || ofHolder.some((one) => kept.get(one)!.has(keyOf(claim)));
    return keeps ? [] : ofHolder;
  };
}

/**
 * Refuses transfers whose releasing input is refused, and recursively those that depend on them.
 * @returns the transfers that succeed
 */
export function refuseBrokenTransfers(transfers: Transfer[]): Transfer[] {
  const isBroken = ({ releasers }: Transfer) => releasers.some(({ problems }) => problems.any);
  const broken = transfers.filter(isBroken);
  if (broken.length === 0) return transfers.filter(({ requester }) => !requester.problems.any);
  for (const { requester, claim, holder } of broken) refuse(requester, claim, nameOf(holder));
  return refuseBrokenTransfers(transfers.filter((one) => !isBroken(one)));
}

/**
 * Clears transferred values in unique columns, before the rows get their new values one after the other. (An address is
 * the key of its row: the unit of work itself deletes and inserts those in the right order.)
 */
export async function releaseTransferred(em: EntityManager, transfers: Transfer[]): Promise<void> {
  const valuesOf = (kind: Kind) => transfers.flatMap(({ claim }) => (claim.kind === kind ? claim.value : []));
  const [macs, publicAddresses] = [valuesOf('mac'), valuesOf('publicAddress')];
  if (macs.length > 0) await em.nativeUpdate(NetworkInterface, { mac: { $in: macs } }, { mac: null });
  if (publicAddresses.length > 0)
    await em.nativeUpdate(Address, { publicAddress: { $in: publicAddresses } }, { publicAddress: null });
}

const nameOf = ({ hostname, instanceId }: Instance) => `${hostname} (${instanceId})`;

function refuse({ problems }: Requester, { value, path }: Claim, holder: string): void {
  problems.add(path, {
    code: 'ALREADY_EXISTS',
    message: `${value} already belongs to ${holder}.`,
    hint: 'Give another one, or take it from there first.',
  });
}
