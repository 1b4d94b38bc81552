import { describe, expect, it } from '@jest/globals';
import { exampleView } from '../tests/support/example-view.ts';
import { exampleRole } from '../tests/support/example-whole-view.ts';
import { identityInfo, profileInfo, roleCredentials } from './role-credentials.ts';

describe('a role', () => {
  const role = exampleRole({
    name: 'S3AdminAccess',
    lastUpdated: new Date('2022-02-13T13:17:17.123Z'),
    instanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/S3AdminAccess',
  });

  it('has the published profile, byte for byte', () => {
    const info = profileInfo(exampleView({ role }));
    expect(info).toBe(`{
  "Code" : "Success",
  "LastUpdated" : "2022-02-13T13:17:17Z",
  "InstanceProfileArn" : "arn:aws:iam::123456789012:instance-profile/S3AdminAccess",
  "InstanceProfileId" : "AIPAVMQT32F2Q43IXV2TC"
}`);
    expect(info).toHaveLength(200);
  });

  it('gives its credentials', () => {
    expect(roleCredentials(role)).toBe(`{
  "Code" : "Success",
  "LastUpdated" : "2022-02-13T13:17:17Z",
  "Type" : "AWS-HMAC",
  "AccessKeyId" : "ASIAIOSFODNN7EXAMPLE",
  "SecretAccessKey" : "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  "Token" : "IQoJb3JpZ2luX2VjEXAMPLE==",
  "Expiration" : "2026-01-01T06:00:00Z"
}`);
  });

  it('has no profile while the machine has no role', () => {
    expect(profileInfo(exampleView())).toBeUndefined();
  });

  const failing = (code: string) =>
    exampleRole({
      lastUpdated: role.lastUpdated,
      credentials: undefined,
      failure: { code, message: 'No "trust".' },
    });

  it('that cannot be assumed says why instead, and has its profile', () => {
    const unauthorized = failing('AssumeRoleUnauthorizedAccess');
    expect(roleCredentials(unauthorized)).toBe(`{
  "Code" : "AssumeRoleUnauthorizedAccess",
  "Message" : "No \\"trust\\".",
  "LastUpdated" : "2022-02-13T13:17:17Z"
}`);
    expect(profileInfo(exampleView({ role: unauthorized }))).toContain('"Code" : "Success"');
  });

  it('whose profile is gone says so in both places', () => {
    const gone = failing('InstanceProfileNotFound');
    expect(profileInfo(exampleView({ role: gone }))).toBe(roleCredentials(gone));
    expect(roleCredentials(gone)).toMatch(/^\{\n {2}"Code" : "InstanceProfileNotFound",\n/);
  });
});

describe('the identity of an instance', () => {
  it('is its account, as old as its credentials or else as its launch', () => {
    expect(identityInfo(exampleView())).toBe(
      '{\n  "Code" : "Success",\n  "LastUpdated" : "2026-01-01T00:00:00Z",\n  "AccountId" : "515336597381"\n}',
    );
    const lastUpdated = new Date('2026-02-03T04:05:06Z');
    const info = identityInfo(exampleView({ identityRole: exampleRole({ lastUpdated }) }));
    expect(info).toContain('"LastUpdated" : "2026-02-03T04:05:06Z"');
  });
});
