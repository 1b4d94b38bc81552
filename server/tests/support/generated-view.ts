/** Generates views of machines, as unusual as a machine's facts may be, for tests that hold for every machine. */
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { exampleInterface, exampleView, readableTags } from './example-view.ts';
import { exampleRole } from './example-whole-view.ts';
import type { GuestEvents, GuestInterface, GuestSubnet, GuestView } from '../../metadata/guest-view.ts';

const word = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,12}$/);
const words = fc.array(word, { maxLength: 3 });
const ipv4s = fc.uniqueArray(fc.ipV4(), { maxLength: 3 });
const ipv6 = fc.ipV6().filter((address) => ipaddr.IPv6.isValid(address));
const ipv6s = fc.uniqueArray(ipv6, { maxLength: 2 });
const block = (address: fc.Arbitrary<string>, bits: number) =>
  fc.tuple(address, fc.nat(bits)).map((parts) => parts.join('/'));
const blocks4 = fc.array(block(fc.ipV4(), 32), { maxLength: 2 });
const blocks6 = fc.array(block(ipv6, 128), { maxLength: 2 });
const moment = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
const mac = fc.oneof(
  fc.constantFrom('52:54:00:00:00:01', '52:54:00:00:00:02'),
  fc.stringMatching(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/),
);

/** Generates any subset of these facts, or none. */
const some = <Facts extends object>(facts: { [Name in keyof Facts]: fc.Arbitrary<Facts[Name]> }) =>
  fc.record(facts, { requiredKeys: [] }) as unknown as fc.Arbitrary<Facts>;

const subnet: fc.Arbitrary<GuestSubnet> = fc.record({
  id: word,
  ipv4CidrBlock: fc.option(block(fc.ipV4(), 32), { nil: undefined }),
  ipv6CidrBlocks: blocks6,
  ipv4Gateway: fc.option(fc.ipV4(), { nil: undefined }),
  ipv6Gateway: fc.option(ipv6, { nil: undefined }),
  dnsServers: fc.uniqueArray(fc.oneof(fc.ipV4(), ipv6), { maxLength: 3 }),
  dhcp: fc.boolean(),
  vpc: fc.record({ id: word, ipv4CidrBlocks: blocks4, ipv6CidrBlocks: blocks6 }),
});

const nic = some<Partial<GuestInterface>>({
  mac,
  deviceNumber: fc.nat(3),
  networkCard: fc.nat(2),
  privateIpv4s: ipv4s,
  publicIpv4s: ipv4s,
  ipv6s,
  associations: fc.array(
    fc.record({ publicIpv4: fc.ipV4(), privateIpv4s: fc.array(fc.ipV4(), { minLength: 1 }) }),
  ),
  ipv4Prefixes: words,
  ipv6Prefixes: words,
  securityGroups: fc.array(fc.record({ id: word, name: word }), { maxLength: 2 }),
  subnet,
}).map(exampleInterface);

const roleName = fc.stringMatching(/^[\w+=,.@-]{1,12}$/);
const failure = { credentials: undefined, failure: { code: 'InstanceProfileNotFound', message: 'gone' } };
const role = fc
  .tuple(roleName, fc.boolean())
  .map(([name, fails]) => exampleRole({ name, ...(fails ? failure : {}) }));

const events: fc.Arbitrary<GuestEvents> = fc.record(
  {
    spotInterruption: fc.record({
      action: fc.constantFrom('terminate', 'stop', 'hibernate'),
      time: moment,
    }),
    rebalanceNoticeTime: moment,
    targetLifecycleState: fc.constantFrom('InService', 'Warmed:Stopped'),
    maintenance: fc.array(
      fc.record({
        eventId: word,
        code: word,
        description: fc.string(),
        notBefore: moment,
        state: fc.constantFrom('active', 'completed', 'canceled'),
      }),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ['maintenance'] },
);

const tagKey = fc
  .oneof(
    fc.constantFrom('a=b', '_1=x', '...', 'constructor'),
    fc.stringMatching(/^[A-Za-z0-9+\-=.,_:@]{1,9}$/),
  )
  .filter((key) => !['.', '..', '_index'].includes(key) && !/^[+-]?\d+(_\d+)*=/.test(key));
const tags = fc.uniqueArray(fc.record({ key: tagKey, value: fc.string() }), {
  selector: ({ key }) => key,
  maxLength: 4,
});
const device = fc.record({ virtualName: fc.constantFrom('root', 'ebs1', 'swap'), deviceName: word });
const key = fc.record({
  name: fc.stringMatching(/^[a-z.ü🔑]([a-z. 0-9ü🔑]{0,9}[a-z.ü🔑])?$/u),
  publicKey: word,
});
const signatures = fc.record({ pkcs7: word, rsa2048: word, signature: word });

/** Any view of a machine, without custom metadata. */
export const generatedView: fc.Arbitrary<GuestView> = fc
  .tuple(
    some<Partial<GuestView>>({
      instanceId: word,
      uuid: fc.uuid(),
      projectId: word,
      accountId: fc.stringMatching(/^\d{12}$/),
      hostname: word,
      localHostname: word,
      publicHostname: word,
      availabilityZone: word,
      region: word,
      launchIndex: fc.nat(),
      kernelId: word,
      ramdiskId: word,
      monitoring: fc.constantFrom('enabled', 'disabled'),
      hibernationConfigured: fc.boolean(),
      outpostArn: word,
      productCodes: words,
      ancestorAmiIds: words,
      blockDevices: fc.array(device, { maxLength: 4 }),
      placementGroupName: word,
      placementHostId: word,
      placementPartitionNumber: fc.nat(),
      keys: fc.uniqueArray(key, { selector: ({ name }) => name, maxLength: 12 }),
      userData: fc.uint8Array({ maxLength: 9 }),
      role,
      identityRole: role,
      events,
      signatures,
      interfaces: fc.array(nic, { maxLength: 3 }),
    }),
    tags,
    fc.boolean(),
  )
  .map(([facts, given, mayReadTags]) =>
    exampleView({ ...facts, ...(mayReadTags ? readableTags(given) : { tags: given }) }),
  );
