import type { EntityManager } from '@mikro-orm/core';
import type { Config } from '../config.ts';
import type { Problems } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { isSpot } from '../events/spot-notices.ts';
import { findByRefs, missing } from '../graphql/references.ts';
import type { WriteRequest } from '../records/writable-kind.ts';
import { sshKeys } from '../keys/ssh-key.references.ts';
import { setOwnUserData, setUserData } from '../user-data/set-user-data.ts';
import { readContent } from '../user-data/user-data-content.ts';
import { userDataDocuments } from '../user-data/user-data.references.ts';
import { checkBlockDevices } from './check-block-devices.ts';
import { checkZones } from './check-zones.ts';
import { checkClaims, refuseBrokenTransfers, releaseTransferred } from './claims.ts';
import { claimsOf, saysWhatIsUnique } from './claims-of.ts';
import { planCustomMetadata } from './custom-metadata-plan.ts';
import { setFacts } from './instance-defaults.ts';
import { Instance } from './instance.entity.ts';
import { checkRoles, findRoles, setRoles } from './set-roles.ts';
import { refuseGuarded } from './guarded-facts.ts';
import type { InstanceChanges } from './instance.inputs.ts';
import { planInterfaces } from './plan-interfaces.ts';
import { HttpTokens } from './metadata-options.ts';
import { findNetworkReferences } from './network-references.ts';
import { releaseMoved } from './release-moved.ts';
import { documentOf, type InstanceInput, type ProvisionPlan } from './provision-plan.ts';
import { setCallerAddresses, setInterfaces } from './set-interfaces.ts';
import { checkTags } from './tag-rules.ts';

/**
 * Creates or updates instances by their inputs: loads all references, checks everything, then applies the plans.
 *
 * Problems are added at their fields. With `atomic` any problem refuses the whole call; otherwise an input with a
 * problem is skipped and returns undefined.
 */
export async function provision(
  requests: WriteRequest<Instance, InstanceInput>[],
  atomic: boolean,
  { em, actor, config, problems }: Pick<Context, 'em' | 'actor' | 'config' | 'problems'>,
): Promise<(Instance | undefined)[]> {
  const plans = await makePlans(em, requests, config);
  for (const plan of plans) refuseGuarded(plan, plan.instance, actor);
  const requesters = plans.some(saysWhatIsUnique)
    ? plans.map((plan) => ({ ...plan, claims: claimsOf(plan) }))
    : [];
  const transfers = await checkClaims(em, requesters, { atomic });
  if (atomic) problems.throwIfAny();
  await releaseTransferred(em, refuseBrokenTransfers(transfers));
  for (const plan of plans) if (!plan.problems.any) await releaseMoved(em, plan);
  return plans.map((plan) => (plan.problems.any ? undefined : applyPlan(em, plan, config)));
}

async function makePlans(
  em: EntityManager,
  requests: WriteRequest<Instance, InstanceInput>[],
  config: Config,
): Promise<ProvisionPlan[]> {
  const keys = await findByRefs(
    em,
    sshKeys,
    requests.flatMap(({ input }) => (input.keys ?? []).filter(Boolean)),
  );
  const documents = await findByRefs(
    em,
    userDataDocuments,
    requests.flatMap(({ input }) => input.userData ?? []),
  );
  const roles = await findRoles(
    em,
    requests.map(({ input }) => input),
  );
  const network = await findNetworkReferences(em, requests);
  return requests.map(({ input, record: instance, problems }) => {
    checkRoles(input, roles, problems);
    checkReferences(input, { instance, keys, documents, problems });
    checkIdentity(input, instance, problems);
    checkZones(input, problems);
    checkTags(input, instance, problems);
    checkBlockDevices(input, problems);
    const content = readContent(
      input,
      { text: 'userDataText', bytes: 'userDataBytes' },
      { problems, limit: config.USER_DATA_LIMIT },
    );
    if (content && input.userData)
      problems.add('userData', {
        code: 'BAD_USER_INPUT',
        message: 'Give either a shared document or user-data of its own.',
      });
    const interfaces = planInterfaces(instance, input, { network, problems });
    const customMetadata = planCustomMetadata(input, { problems, limit: config.USER_DATA_LIMIT });
    return { input, instance, problems, keys, documents, roles, content, interfaces, customMetadata };
  });
}

function checkReferences(
  input: InstanceChanges,
  {
    instance,
    keys,
    documents,
    problems,
  }: Pick<ProvisionPlan, 'instance' | 'keys' | 'documents' | 'problems'>,
): void {
  for (const [index, ref] of (input.keys ?? []).entries())
    if (ref !== undefined && !keys.has(ref)) problems.add(['keys', index], missing(sshKeys, ref));
  if (input.userData && !documentOf({ input, instance, documents }))
    problems.add('userData', missing(userDataDocuments, input.userData));
}

function checkIdentity(input: InstanceInput, instance: Instance | undefined, problems: Problems): void {
  if (input.hostname === null)
    problems.add('hostname', { code: 'BAD_USER_INPUT', message: 'An instance has a hostname.' });
  if (!instance || !input.instanceId || input.instanceId === instance.instanceId) return;
  problems.add('instanceId', {
    code: 'CONFLICT',
    message: `${instance.hostname} is ${instance.instanceId}, and nothing but reprovisioning changes that.`,
    hint: 'Call reprovisionInstance with the new instanceId.',
  });
}

function applyPlan(
  em: EntityManager,
  { input, instance: known, ...plan }: ProvisionPlan,
  config: Config,
): Instance {
  const instance = known ?? newInstance(em, input, config);
  setFacts(instance, input, { config, isNew: known === undefined });
  if (!isSpot(instance)) instance.notices.withdrawSpotNotices();
  if (input.hostname) instance.rename(input.hostname);
  if (input.displayName !== undefined) instance.displayName = input.displayName;
  if (input.uuid) instance.uuid = input.uuid;
  if (input.externalId !== undefined) instance.externalId = input.externalId;
  if (plan.interfaces) setInterfaces(instance, plan.interfaces);
  if (input.callerAddresses !== undefined) setCallerAddresses(instance, input.callerAddresses ?? []);
  if (input.tags !== undefined) instance.setTags(input.tags ?? []);
  if (plan.customMetadata) instance.setCustomMetadata(plan.customMetadata);
  if (input.keys !== undefined) instance.setKeys((input.keys ?? []).map((ref) => plan.keys.get(ref)!));
  setRoles(instance, input, plan.roles);
  for (const [option, value] of Object.entries(input.metadataOptions ?? {}))
    if (value !== undefined && value !== null) Object.assign(instance.metadataOptions, { [option]: value });
  if (input.userData) setUserData(em, instance, documentOf({ input, instance, documents: plan.documents })!);
  else if (plan.content) setOwnUserData(em, instance, plan.content);
  else if (input.userData === null || plan.content === null) setUserData(em, instance, null);
  return instance;
}

function newInstance(em: EntityManager, input: InstanceInput, config: Config): Instance {
  const instance = new Instance(input.hostname!);
  if (input.instanceId) instance.instanceId = input.instanceId;
  instance.metadataOptions.httpTokens =
    config.METADATA_HTTP_TOKENS === 'required' ? HttpTokens.REQUIRED : HttpTokens.OPTIONAL;
  em.persist(instance);
  return instance;
}
