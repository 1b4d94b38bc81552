import { expect, it } from '@jest/globals';
import { exampleView } from '../tests/support/example-view.ts';
import type { GuestRole } from './guest-view.ts';
import { lastModified } from './last-modified.ts';
import { segmentsOf } from './path.ts';

const role = (lastUpdated: string): GuestRole => ({
  name: 'web',
  instanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/web',
  instanceProfileId: 'AIPAVMQT32F2Q43IXV2TC',
  lastUpdated: new Date(lastUpdated),
  failure: { code: 'AssumeRoleUnauthorizedAccess', message: '' },
});

const facts = {
  launchedAt: new Date('2026-01-01T00:00:00Z'),
  role: role('2026-02-02T00:00:00Z'),
  identityRole: role('2026-03-03T00:00:00Z'),
};

it.each([
  ['/', '2026-01-01'],
  ['/latest/meta-data/', '2026-01-01'],
  ['/latest/meta-data/hostname', '2026-01-01'],
  ['/latest/user-data', '2026-01-01'],
  ['/latest/iam', '2026-01-01'],
  ['/latest/meta-data/iam', '2026-02-02'],
  ['/latest/meta-data/iam/info', '2026-02-02'],
  ['/2012-01-12//meta-data/iam/security-credentials/web', '2026-02-02'],
  ['/ec2/latest/meta-data/iam/info', '2026-02-02'],
  ['/ec2/latest/meta-data/hostname', '2026-01-01'],
  ['/openstack/latest/meta_data.json', '2026-01-01'],
  ['/latest/meta-data/identity-credentials/', '2026-03-03'],
  ['/latest/meta-data/identity-credentials/ec2/info', '2026-03-03'],
])('what stands at %s last changed on %s', (path, date) => {
  const modified = lastModified(exampleView(facts), segmentsOf(path)!);

  expect(modified.toISOString().slice(0, 10)).toBe(date);
});

it('a machine without a role has had no other beginning than its own', () => {
  const { launchedAt } = facts;

  for (const path of ['/latest/meta-data/iam/info', '/latest/meta-data/identity-credentials/ec2/info'])
    expect(lastModified(exampleView({ launchedAt }), segmentsOf(path)!)).toBe(launchedAt);
});
