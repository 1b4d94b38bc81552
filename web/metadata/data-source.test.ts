import { describe, expect, it } from '@jest/globals';
import { dataSourceOf, startOf } from './data-source';

describe('the data source of a path', () => {
  it.each([
    ['/latest/meta-data/hostname', 'EC2', '/', 'latest', '/latest/'],
    ['/2009-04-04/meta-data/', 'EC2', '/', '2009-04-04', '/2009-04-04/'],
    ['/', 'EC2', '/', 'latest', '/latest/'],
    ['/ec2/1.0/user-data', 'EC2', '/ec2/', '1.0', '/ec2/1.0/'],
    [
      '/openstack/2018-08-27/meta_data.json',
      'OPENSTACK',
      '/openstack/',
      '2018-08-27',
      '/openstack/2018-08-27/',
    ],
    ['/openstack', 'OPENSTACK', '/openstack/', 'latest', '/openstack/latest/'],
    ['/nocloud/user-data', 'NOCLOUD', '/nocloud/', 'latest', '/nocloud/'],
  ])('%s', (path, ...[name, root, version, top]) => {
    expect(dataSourceOf(path)).toEqual({ name, root, version, top });
  });

  it('is the one of the path that another tree begins with', () => {
    for (const name of ['EC2', 'OPENSTACK', 'NOCLOUD'] as const)
      expect(dataSourceOf(startOf(name)).name).toBe(name);
  });
});
