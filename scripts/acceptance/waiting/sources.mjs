/**
 * cloud-init's data sources. `dataSources` are the names that cloud-init reports, in the stage before the network is up
 * and in the one after it. cloud-init chooses the source by the `firmware`. `middle` is the request after whose answer
 * the database goes away: the last one before user-data, which is lost most easily.
 */
const SEED = 'http://169.254.169.254/nocloud/';

/** The UUID of machine N. On EC2 the serial number is the same, and both begin with `ec2`. */
const uuidOf = (n, prefix = '5b9') => `${prefix}c1f0e-7d53-4c44-9c1c-3f3a4f9a2${String(n).padStart(3, '0')}`;

/** Not version 2009-04-04: cloud-init requests the oldest one only to check that the service is there. */
const ec2Middle = /^\/20(?!09)\d\d-\d\d-\d\d\/meta-data\/instance-id$/;

export const sources = [
  {
    name: 'EC2 with a token',
    list: 'Ec2',
    dataSources: ['DataSourceEc2Local', 'DataSourceEc2'],
    firmware: (n) => ({ DMI_UUID: uuidOf(n, 'ec2'), DMI_SERIAL: uuidOf(n, 'ec2') }),
    middle: ec2Middle,
  },
  {
    name: 'EC2 without a token',
    list: 'Ec2',
    dataSources: ['DataSourceEc2'],
    firmware: (n) => ({ DMI_UUID: uuidOf(n) }),
    middle: ec2Middle,
  },
  {
    name: 'NoCloud',
    list: 'NoCloud',
    dataSources: ['DataSourceNoCloudNet'],
    firmware: (n) => ({ DMI_UUID: uuidOf(n), DMI_SERIAL: `ds=nocloud;dsmode=net;s=${SEED}` }),
    middle: /^\/nocloud\/meta-data$/,
    networkConfigSince: 24.3,
  },
  {
    name: 'OpenStack',
    list: 'OpenStack',
    dataSources: ['DataSourceOpenStackLocal', 'DataSourceOpenStack'],
    firmware: (n) => ({ DMI_UUID: uuidOf(n), DMI_PRODUCT: 'OpenStack Nova' }),
    middle: /^\/openstack\/[^/]+\/meta_data\.json$/,
    identity: 'uuid',
  },
];
