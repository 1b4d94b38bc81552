import type { CreateInstanceInput, UpdateInstanceInput } from '../generated/graphql';
import {
  type InstanceOptions,
  type InstanceValues,
  type InterfaceValues,
  type ListFact,
  listFacts,
  numberFacts,
  type TextFact,
  textFacts,
} from './instance-values';

type Changes = Omit<CreateInstanceInput, 'hostname' | 'dryRun'> & { hostname?: string };

/** `key=value` apart; without `=` the value is empty. */
function parted(line: string): [string, string] {
  const at = line.indexOf('=');
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
}

function associationsOf({ addresses, publicAddress, associations }: InterfaceValues) {
  const further = associations.map(parted);
  const pairs =
    publicAddress && addresses[0] ? [[addresses[0], publicAddress] as const, ...further] : further;
  return pairs.map(([privateOne, publicOne]) => ({ privateAddress: privateOne, publicAddress: publicOne }));
}

/** One plain interface goes the short way; several, or a second public address, need the long one. */
function networkOf(interfaces: InterfaceValues[]): Changes {
  const [first] = interfaces;
  if (!first) return { interfaces: [] };
  if (
    interfaces.length === 1 &&
    first.associations.length === 0 &&
    !first.networkCard &&
    !first.deviceNumber
  ) {
    return { addresses: first.addresses, mac: first.mac || null, publicAddress: first.publicAddress || null };
  }
  return { interfaces: longWay(interfaces) };
}

function longWay(interfaces: InterfaceValues[]) {
  return interfaces.map((one, place) => ({
    mac: one.mac || null,
    deviceNumber: one.deviceNumber ?? place,
    networkCard: one.networkCard,
    addresses: one.addresses,
    associations: associationsOf(one),
  }));
}

function bootInput({ way, document, text, file }: InstanceValues['boot']): Changes {
  if (way === 'SHARED') return { userData: document };
  if (way === 'TEXT') return { userDataText: text };
  if (way === 'FILE') return { userDataBytes: file?.base64 ?? null };
  return { userData: null };
}

function factOf(name: TextFact, text: string): Changes {
  const given = text.trim();
  if (!given) return { [name]: null };
  return { [name]: numberFacts.includes(name) ? Number(given) : given };
}

function listOf(name: ListFact, lines: string[]): Changes {
  if (name !== 'blockDevices') return { [name]: lines };
  return {
    blockDevices: lines.map(parted).map(([virtualName, deviceName]) => ({ virtualName, deviceName })),
  };
}

function optionsOf({ httpTokens, ...options }: InstanceOptions) {
  return httpTokens === 'DEFAULT' ? options : { ...options, httpTokens };
}

/** Every part of the form with what it contributes, so that a part can be left out when it did not change. */
function partsOf(values: InstanceValues): Changes[] {
  return [
    { hostname: values.hostname.trim() },
    { externalId: values.externalId.trim() || null },
    { tags: values.tags.map(parted).map(([key, value]) => ({ key, value })) },
    networkOf(values.interfaces),
    { callerAddresses: values.callerAddresses },
    { keys: values.keys },
    { metadataOptions: optionsOf(values.options) },
    bootInput(values.boot),
    ...textFacts.map((name) => factOf(name, values.facts[name])),
    ...listFacts.map((name) => listOf(name, values.lists[name])),
  ];
}

function changedParts(values: InstanceValues, before: InstanceValues): Changes {
  const known = partsOf(before);
  const changed = partsOf(values).filter((part, at) => JSON.stringify(part) !== JSON.stringify(known[at]));
  const changes: Changes = Object.assign({}, ...changed);
  if (changes.addresses && before.interfaces.length > 1) {
    const { addresses: _a, mac: _m, publicAddress: _p, ...rest } = changes;
    return { ...rest, interfaces: longWay(values.interfaces) };
  }
  return changes;
}

/** What differs from an untouched form; the server's defaults stand for the rest. */
export function createInputOf(values: InstanceValues, untouched: InstanceValues): CreateInstanceInput {
  const instanceId = values.instanceId.trim() || undefined;
  return { ...changedParts(values, untouched), hostname: values.hostname.trim(), instanceId };
}

export function updateInputOf(
  values: InstanceValues,
  before: InstanceValues,
  { id, version }: { id: string; version: number },
): UpdateInstanceInput {
  return { ...changedParts(values, before), id, ifVersion: version };
}

const direct = ['hostname', 'instanceId', 'externalId', 'tags', 'callerAddresses', 'keys'];
const elsewhere: Record<string, string> = {
  addresses: 'interfaces.0.addresses',
  mac: 'interfaces.0.mac',
  publicAddress: 'interfaces.0.publicAddress',
  userData: 'boot.document',
  userDataText: 'boot.text',
  userDataBytes: 'boot.file',
};

/** The form field that a path of the input belongs to. */
export function fieldNameOf([name = '', place, inner]: string[]): string | undefined {
  if (direct.includes(name)) return name;
  if (elsewhere[name]) return elsewhere[name];
  if (name === 'interfaces')
    return place ? `interfaces.${place}.${inner ?? 'addresses'}` : 'interfaces.0.addresses';
  if (name === 'metadataOptions') return place ? `options.${place}` : undefined;
  if ((textFacts as readonly string[]).includes(name)) return `facts.${name}`;
  if ((listFacts as readonly string[]).includes(name)) return `lists.${name}`;
  return undefined;
}
