import { describe, expect, it } from '@jest/globals';
import { regionOf, zoneIdOf } from './zone.ts';

describe('a zone', () => {
  it.each([
    ['us-east-1a', 'us-east-1', 'use1-az1'],
    ['ap-southeast-1b', 'ap-southeast-1', 'apse1-az2'],
    ['ap-northeast-3c', 'ap-northeast-3', 'apne3-az3'],
    ['cn-northwest-1a', 'cn-northwest-1', 'cnnw1-az1'],
    ['us-gov-west-1a', 'us-gov-west-1', 'usgw1-az1'],
    ['ca-central-1d', 'ca-central-1', 'cac1-az4'],
    ['lab-local-1a', 'lab-local-1', 'labl1-az1'],
    ['bench-12a', 'bench-12', 'bench12-az1'],
    ['rack7', 'rack7', 'rack7'],
    ['cellar', 'cellar', 'cellar'],
    ['', '', ''],
  ])('%s lies in %s and has the id %s', (zone, region, id) => {
    expect([regionOf(zone), zoneIdOf(zone)]).toEqual([region, id]);
  });
});
