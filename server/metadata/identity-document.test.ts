import { describe, expect, it } from '@jest/globals';
import { exampleInterface, exampleView } from '../tests/support/example-view.ts';
import { identityDocument } from './identity-document.ts';

const published = exampleView({
  accountId: '278576220453',
  availabilityZone: 'us-west-2a',
  region: 'us-west-2',
  imageId: 'ami-0fa9e1f64142cde17',
  instanceId: 'i-078517ca8a70a1dde',
  instanceType: 't2.medium',
  launchedAt: new Date('2021-09-03T21:25:44.999Z'),
  interfaces: [exampleInterface({ privateIpv4s: ['10.0.0.209', '10.0.0.210'] })],
});

describe('the identity document', () => {
  it('is the published one, byte for byte', () => {
    const document = identityDocument(published);
    expect(document).toBe(`{
  "accountId" : "278576220453",
  "architecture" : "x86_64",
  "availabilityZone" : "us-west-2a",
  "billingProducts" : null,
  "devpayProductCodes" : null,
  "marketplaceProductCodes" : null,
  "imageId" : "ami-0fa9e1f64142cde17",
  "instanceId" : "i-078517ca8a70a1dde",
  "instanceType" : "t2.medium",
  "kernelId" : null,
  "pendingTime" : "2021-09-03T21:25:44Z",
  "privateIp" : "10.0.0.209",
  "ramdiskId" : null,
  "region" : "us-west-2",
  "version" : "2017-09-30"
}`);
    expect(Buffer.byteLength(document)).toBe(475);
  });

  it('has lists on one line', () => {
    const document = identityDocument(exampleView({ productCodes: ['1abc', '2def'] }));
    expect(document).toContain('\n  "marketplaceProductCodes" : [ "1abc", "2def" ],\n');
  });

  it('tells what the image is billed for', () => {
    const document = identityDocument(exampleView({ billingProducts: ['bp-6ba54002'] }));
    expect(document).toContain('\n  "billingProducts" : [ "bp-6ba54002" ],\n');
  });

  it('has the kernel and RAM disk of a paravirtual machine', () => {
    const document = identityDocument(exampleView({ kernelId: 'aki-5c21674b', ramdiskId: 'ari-01bb5768' }));
    expect(JSON.parse(document)).toMatchObject({ kernelId: 'aki-5c21674b', ramdiskId: 'ari-01bb5768' });
  });

  it('has no address when device 0 has none', () => {
    const document = identityDocument(exampleView({ interfaces: [exampleInterface({ deviceNumber: 1 })] }));
    expect(document).toContain('\n  "privateIp" : null,\n');
  });
});
