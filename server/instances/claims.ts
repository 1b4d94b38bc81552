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
  (property: 'hostname' | 'instanceId' | 'uuid' | 'externalId') =>
  async (em: EntityManager, values: string[]) =>
    (await em.find(Instance, { [property]: { $in: values } })).map((one) => [one[property]!, one] as const);

/** Who holds which of the values. */
const holders: Record<
  Kind,
  (em: EntityManager, values: string[]) => Promise<(readonly [string, Instance])[]>
> = {
  hostname: instancesWith('hostname'),
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

/** Reports every claim to something that another instance holds, or that another input of the same call claims. */
export async function checkClaims(em: EntityManager, claimants: Claimant[]): Promise<void> {
  for (const kind of Object.keys(holders) as Kind[]) {
    const claims = claimants.flatMap((claimant) =>
      claimant.claims.filter((claim) => claim.kind === kind).map((claim) => ({ claim, claimant })),
    );
    if (claims.length === 0) continue;
    const values = [...new Set(claims.map(({ claim }) => claim.value))];
    const held = new Map(await holders[kind](em, values));
    const claimedBy = new Map<string, { claim: Claim; claimant: Claimant }>();
    for (const { claim, claimant } of claims) {
      const holder = held.get(claim.value);
      const first = claimedBy.get(claim.value);
      if (holder && holder !== claimant.instance)
        refuse(claimant, claim, `${holder.hostname} (${holder.instanceId})`);
      else if (first) refuse(claimant, claim, 'another place of this input');
      else claimedBy.set(claim.value, { claim, claimant });
    }
  }
}

function refuse({ problems }: Claimant, { value, path }: Claim, holder: string): void {
  problems.add(path, { code: 'ALREADY_EXISTS', message: `${value} already belongs to ${holder}.` });
}
