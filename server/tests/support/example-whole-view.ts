import { exampleInterface, exampleSubnet, exampleView, readableTags } from './example-view.ts';
import type { GuestInterface, GuestRole, GuestView } from '../../metadata/guest-view.ts';

const base64 = (name: string, lines: number) =>
  `${`${name}${'A'.repeat(76 - name.length)}\n`.repeat(lines)}AA==`;

const nic: GuestInterface = exampleInterface({
  networkCard: 0,
  privateIpv4s: ['10.0.0.16', '10.0.0.17'],
  publicIpv4s: ['192.0.2.54', '192.0.2.55'],
  ipv6s: ['2001:db8:8:4::2', '2001:db8:8:4::3'],
  associations: [
    { publicIpv4: '192.0.2.54', privateIpv4s: ['10.0.0.16'] },
    { publicIpv4: '192.0.2.55', privateIpv4s: ['10.0.0.17'] },
  ],
  ipv4Prefixes: ['10.0.0.32/28'],
  ipv6Prefixes: ['2001:db8:8:4:1::/80'],
  securityGroups: [
    { id: 'sg-0b07f8f6cb485d4df', name: 'default' },
    { id: 'sg-0b07f8f6cb485d4e0', name: 'web' },
  ],
  subnet: exampleSubnet({
    ipv4CidrBlock: '10.0.0.0/24',
    ipv6CidrBlocks: ['2001:db8:8:4::/64'],
    vpc: {
      id: 'vpc-d295a6a7',
      ipv4CidrBlocks: ['10.0.0.0/16', '10.1.0.0/16'],
      ipv6CidrBlocks: ['2001:db8:8::/56'],
    },
  }),
});

/** A role with its credentials. */
export function exampleRole(facts: Partial<GuestRole> = {}): GuestRole {
  return {
    name: 'my-role',
    instanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/my-role',
    instanceProfileId: 'AIPAVMQT32F2Q43IXV2TC',
    lastUpdated: new Date('2026-01-01T00:00:00.999Z'),
    credentials: {
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      token: 'IQoJb3JpZ2luX2VjEXAMPLE==',
      expiration: new Date('2026-01-01T06:00:00Z'),
    },
    ...facts,
  };
}

const whole: GuestView = exampleView({
  ...readableTags([
    { key: 'Name', value: 'test-instance' },
    { key: 'Environment', value: 'dev' },
  ]),
  publicHostname: 'ec2-192-0-2-54.compute-1.amazonaws.com',
  kernelId: 'aki-5c21674b',
  ramdiskId: 'ari-01bb5768',
  productCodes: ['3iplms73etrdhxdepv72l6ywj', 'second'],
  ancestorAmiIds: ['ami-1a2b3c4d', 'ami-5e6f7a8b'],
  monitoring: 'disabled',
  hibernationConfigured: false,
  outpostArn: 'arn:aws:outposts:us-east-1:123456789012:outpost/op-0123456789abcdef0',
  placementGroupName: 'my-group',
  placementHostId: 'h-0da999999f9999fb9',
  placementPartitionNumber: 1,
  blockDevices: [
    { virtualName: 'root', deviceName: '/dev/xvda' },
    { virtualName: 'ebs1', deviceName: '/dev/sdf' },
    { virtualName: 'ephemeral0', deviceName: 'sdb' },
    { virtualName: 'swap', deviceName: '/dev/sda3' },
  ],
  keys: [
    { name: 'my-key', publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx my-key' },
    { name: 'other', publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJy' },
  ],
  userData: Buffer.from('#!/bin/bash\necho hello\n'),
  role: exampleRole(),
  identityRole: exampleRole({ name: 'identity' }),
  events: {
    spotInterruption: { action: 'terminate', time: new Date('2026-01-05T18:02:00Z') },
    rebalanceNoticeTime: new Date('2026-01-05T08:22:00Z'),
    targetLifecycleState: 'InService',
    maintenance: (['canceled', 'completed', 'active'] as const).map((state, n) => ({
      eventId: `instance-event-0d59937288b749b3${n}`,
      code: 'system-reboot',
      description: 'scheduled reboot',
      notBefore: new Date(`2019-01-2${n}T09:00:43Z`),
      notAfter: new Date(`2019-01-2${n}T09:17:23Z`),
      state,
    })),
  },
  signatures: {
    pkcs7: base64('pkcs7', 14),
    rsa2048: base64('rsa2048', 18),
    signature: base64('signature', 2),
  },
  interfaces: [nic, exampleInterface({ id: 'eni-1', mac: '0e:49:61:0f:c3:01', deviceNumber: 1 })],
});

/** A machine for tests that has every category, with these facts replaced. */
export function wholeView(facts: Partial<GuestView> = {}): GuestView {
  return { ...whole, ...facts };
}
