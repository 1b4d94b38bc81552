import { awsJson, timestamp } from './aws-json.ts';
import { facts } from './facts.ts';
import type { GuestView } from './guest-view.ts';

/**
 * The instance identity document: 15 fields in the order AWS prints them since 2019.
 *
 * Signatures cover these exact bytes: neither order nor spacing may change.
 */
export function identityDocument(view: GuestView): string {
  return awsJson({
    accountId: facts.accountId(view),
    architecture: view.architecture,
    availabilityZone: facts.availabilityZone(view),
    billingProducts: listOrNull(view.billingProducts),
    devpayProductCodes: null,
    marketplaceProductCodes: listOrNull(view.productCodes),
    imageId: view.imageId,
    instanceId: facts.instanceId(view),
    instanceType: view.instanceType,
    kernelId: view.kernelId ?? null,
    pendingTime: timestamp(view.launchedAt),
    privateIp: facts.privateIpv4(view) ?? null,
    ramdiskId: view.ramdiskId ?? null,
    region: facts.region(view),
    version: '2017-09-30',
  });
}

const listOrNull = (list: readonly string[]) => (list.length === 0 ? null : list);
