import { bytesOf } from '../parts/bytes';
import type { InstanceFormFragment } from '../generated/graphql';
import { customOf, type CustomValues } from './custom-values';
import { textFacts, type TextFact } from './instance-facts';
import { BY_ADDRESS, emptyInterface, interfaceOf, type InterfaceValues, NO_SUBNET } from './interface-values';

export const listFacts = ['productCodes', 'billingProducts', 'ancestorAmiIds', 'blockDevices'] as const;
export type ListFact = (typeof listFacts)[number];

export type BootFile = { name: string; base64: string; size: number };
/** The text `true` if hibernation is configured; empty: not in the metadata. */
export type Hibernation = '' | 'true' | 'false';

export type BootWay = 'NONE' | 'SHARED' | 'TEXT' | 'FILE';

/** The values of the form. Tags and block devices are lines of `key=value`. */
export type InstanceValues = {
  hostname: string;
  instanceId: string;
  uuid: string;
  displayName: string;
  externalId: string;
  tags: string[];
  interfaces: InterfaceValues[];
  callerAddresses: string[];
  keys: string[];
  iamRole: string;
  identityRole: string;
  options: InstanceOptions;
  boot: { way: BootWay; document: string | null; text: string; file: BootFile | null };
  facts: Record<TextFact, string>;
  lists: Record<ListFact, string[]>;
  hibernation: Hibernation;
  custom: CustomValues[];
};

type StoredOptions = InstanceFormFragment['metadataOptions'];

/** `DEFAULT` stands for the server's configuration; only for new instances. */
export type InstanceOptions = Omit<StoredOptions, 'httpTokens'> & {
  httpTokens: StoredOptions['httpTokens'] | 'DEFAULT';
};

const noFacts = Object.fromEntries(textFacts.map((name) => [name, ''])) as Record<TextFact, string>;

export const emptyInstance: InstanceValues = {
  hostname: '',
  instanceId: '',
  uuid: '',
  displayName: '',
  externalId: '',
  tags: [],
  interfaces: [emptyInterface],
  callerAddresses: [],
  keys: [],
  iamRole: '',
  identityRole: '',
  options: {
    httpEndpoint: 'ENABLED',
    httpTokens: 'DEFAULT',
    httpPutResponseHopLimit: 1,
    httpProtocolIpv6: 'DISABLED',
    instanceMetadataTags: 'DISABLED',
  },
  boot: { way: 'NONE', document: null, text: '', file: null },
  facts: noFacts,
  lists: { productCodes: [], billingProducts: [], ancestorAmiIds: [], blockDevices: [] },
  hibernation: '',
  custom: [],
};

function bootOf(userData: InstanceFormFragment['userData']): InstanceValues['boot'] {
  if (!userData) return emptyInstance.boot;
  if (userData.name) return { ...emptyInstance.boot, way: 'SHARED', document: userData.id };
  if (typeof userData.text === 'string' && !userData.text.includes('\r')) {
    return { ...emptyInstance.boot, way: 'TEXT', text: userData.text };
  }
  const file = { name: 'as stored', base64: userData.content, size: bytesOf(userData.content).length };
  return { ...emptyInstance.boot, way: 'FILE', file };
}

/** Copies the fields one by one: objects of the cache also have `__typename`. */
function optionsOf(stored: StoredOptions): InstanceOptions {
  const { httpEndpoint, httpTokens, httpPutResponseHopLimit, httpProtocolIpv6, instanceMetadataTags } =
    stored;
  return { httpEndpoint, httpTokens, httpPutResponseHopLimit, httpProtocolIpv6, instanceMetadataTags };
}

export function valuesOf(instance: InstanceFormFragment): InstanceValues {
  return {
    hostname: instance.hostname,
    instanceId: instance.instanceId,
    uuid: instance.uuid,
    displayName: instance.displayName ?? '',
    externalId: instance.externalId ?? '',
    tags: instance.tags.map(({ key, value }) => (value ? `${key}=${value}` : key)),
    interfaces: instance.interfaces.length > 0 ? instance.interfaces.map(interfaceOf) : [emptyInterface],
    callerAddresses: [...instance.callerAddresses],
    keys: instance.keys.map((key) => key.id),
    iamRole: instance.iamRole?.id ?? '',
    identityRole: instance.identityRole?.id ?? '',
    options: optionsOf(instance.metadataOptions),
    boot: bootOf(instance.userData),
    facts: Object.fromEntries(textFacts.map((name) => [name, String(instance[name] ?? '')])) as Record<
      TextFact,
      string
    >,
    lists: {
      productCodes: [...instance.productCodes],
      billingProducts: [...instance.billingProducts],
      ancestorAmiIds: [...instance.ancestorAmiIds],
      blockDevices: instance.blockDevices.map(
        ({ virtualName, deviceName }) => `${virtualName}=${deviceName}`,
      ),
    },
    hibernation: hibernationOf(instance.hibernationConfigured),
    custom: instance.customMetadata.map(customOf),
  };
}

const hibernationOf = (configured: boolean | null | undefined): Hibernation =>
  typeof configured === 'boolean' ? `${configured}` : '';

/** An interface in the same network, without the unique values. */
const sameNetwork = ({ deviceNumber, networkCard, subnet, securityGroups }: InterfaceValues) => ({
  ...emptyInterface,
  deviceNumber,
  networkCard,
  subnet: subnet === NO_SUBNET ? BY_ADDRESS : subnet,
  securityGroups,
});

/** A copy of an instance, without the values that are unique or belong to one launch. */
export function duplicateOf(instance: InstanceFormFragment): InstanceValues {
  const values = valuesOf(instance);
  const own = { localHostname: '', publicHostname: '', reservationId: '', launchIndex: '' };
  return {
    ...values,
    hostname: values.hostname.replace(/\d+$/, (digits) =>
      String(Number(digits) + 1).padStart(digits.length, '0'),
    ),
    instanceId: '',
    uuid: '',
    displayName: '',
    externalId: '',
    interfaces: values.interfaces.map(sameNetwork),
    callerAddresses: [],
    facts: { ...values.facts, ...own },
  };
}
