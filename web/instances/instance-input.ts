import type { CreateInstanceInput, UpdateInstanceInput } from '../generated/graphql';
import { customInputOf } from './custom-values';
import { numberFacts, textFacts, type TextFact } from './instance-facts';
import { type InstanceOptions, type InstanceValues, type ListFact, listFacts } from './instance-values';
import { isSimple, networkOf } from './interface-input';
import { parted } from './parted';

type Changes = Omit<CreateInstanceInput, 'hostname' | 'dryRun'> & { hostname?: string };

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

/** The input of each part of the form, so that unchanged parts can be left out. */
function partsOf(values: InstanceValues, short: boolean): Changes[] {
  return [
    { hostname: values.hostname.trim() },
    { displayName: values.displayName.trim() || null },
    { externalId: values.externalId.trim() || null },
    { uuid: values.uuid.trim() || undefined },
    { tags: values.tags.map(parted).map(([key, value]) => ({ key, value })) },
    networkOf(values.interfaces, { short }),
    { callerAddresses: values.callerAddresses },
    { keys: values.keys },
    { iamRole: values.iamRole || null },
    { identityRole: values.identityRole || null },
    { metadataOptions: optionsOf(values.options) },
    bootInput(values.boot),
    { hibernationConfigured: values.hibernation === '' ? null : values.hibernation === 'true' },
    { customMetadata: values.custom.map(customInputOf) },
    ...textFacts.map((name) => factOf(name, values.facts[name])),
    ...listFacts.map((name) => listOf(name, values.lists[name])),
  ];
}

function changedParts(values: InstanceValues, before: InstanceValues): Changes {
  const short = isSimple(values.interfaces) && isSimple(before.interfaces);
  const known = partsOf(before, short);
  const changed = partsOf(values, short).filter(
    (part, at) => JSON.stringify(part) !== JSON.stringify(known[at]),
  );
  return Object.assign({}, ...changed) as Changes;
}

/** The input with the changes against an untouched form; the server has defaults for the rest. */
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

const direct = [
  'hostname',
  'instanceId',
  'uuid',
  'displayName',
  'externalId',
  'tags',
  'callerAddresses',
  'keys',
  'iamRole',
  'identityRole',
];
const elsewhere: Record<string, string> = {
  addresses: 'interfaces.0.addresses',
  mac: 'interfaces.0.mac',
  publicAddress: 'interfaces.0.publicAddress',
  subnet: 'interfaces.0.subnet',
  securityGroups: 'interfaces.0.securityGroups',
  hibernationConfigured: 'hibernation',
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
  if (name === 'customMetadata')
    return place
      ? `custom.${place}.${inner === 'since' ? 'since' : inner === 'path' ? 'path' : 'value'}`
      : undefined;
  if (name === 'metadataOptions') return place ? `options.${place}` : undefined;
  if ((textFacts as readonly string[]).includes(name)) return `facts.${name}`;
  if ((listFacts as readonly string[]).includes(name)) return `lists.${name}`;
  return undefined;
}
