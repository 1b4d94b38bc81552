/** The mutations that tests send, each with the fields that tests read. */
const instance =
  'id instanceId hostname externalId version addresses callerAddresses tags { key value } keys { name }';
const facts = 'imageId instanceType availabilityZone region localHostname publicHostname mac publicAddress';
const results = `results { index outcome instance { hostname } error { code message fieldErrors { path code message hint } } }
  summary { created updated unchanged deleted failed }`;

const namedResults = (
  noun: string,
) => `results { index outcome ${noun} { name } error { code message fieldErrors { path code message hint } } }
  summary { created updated unchanged deleted failed }`;

const one = (name: string, noun: string, fields: string) =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { outcome ${noun} { ${fields} } } }`;
const many = (name: string, shown = results) =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${shown} } }`;

export const createInstance = one('createInstance', 'instance', `${instance} ${facts}`);
export const updateInstance = one('updateInstance', 'instance', `${instance} ${facts}`);
export const upsertInstance = one('upsertInstance', 'instance', `${instance} ${facts}`);
export const deleteInstance = one('deleteInstance', 'instance', 'id hostname');
export const reprovisionInstance = one('reprovisionInstance', 'instance', 'instanceId');
export const upsertInstances = many('upsertInstances');
export const deleteInstances = many('deleteInstances');
export const createSshKey = one('createSshKey', 'sshKey', 'id name fingerprint comment type bits version');
export const updateSshKey = one('updateSshKey', 'sshKey', 'id name fingerprint version');
export const upsertSshKey = one('upsertSshKey', 'sshKey', 'id name fingerprint version');
export const deleteSshKey = one('deleteSshKey', 'sshKey', 'id name');
export const createUserData = one('createUserData', 'userData', 'id name kind size version');
export const updateUserData = one('updateUserData', 'userData', 'id name kind size version');
export const upsertUserData = one('upsertUserData', 'userData', 'id name kind size version');
export const deleteUserData = one('deleteUserData', 'userData', 'id name');
export const createUser = one('createUser', 'user', 'id username role disabled version');
export const updateUser = one('updateUser', 'user', 'id username role disabled version');
const vpc = 'id name version ipv4CidrBlocks ipv6CidrBlocks';
const subnet =
  'id name version vpc { name } ipv4CidrBlock ipv6CidrBlocks ipv4Gateway ipv6Gateway dnsServers dhcp';
export const createVpc = one('createVpc', 'vpc', vpc);
export const updateVpc = one('updateVpc', 'vpc', vpc);
export const upsertVpc = one('upsertVpc', 'vpc', vpc);
export const deleteVpc = one('deleteVpc', 'vpc', 'id name');
export const createSubnet = one('createSubnet', 'subnet', subnet);
export const updateSubnet = one('updateSubnet', 'subnet', subnet);
export const upsertSubnet = one('upsertSubnet', 'subnet', subnet);
export const deleteSubnet = one('deleteSubnet', 'subnet', 'id name');
export const upsertSubnets = many('upsertSubnets', namedResults('subnet'));
export const deleteSubnets = many('deleteSubnets', namedResults('subnet'));
export const createSecurityGroup = one('createSecurityGroup', 'securityGroup', 'id name description version');
export const updateSecurityGroup = one('updateSecurityGroup', 'securityGroup', 'id name description version');
export const upsertSecurityGroup = one('upsertSecurityGroup', 'securityGroup', 'id name description version');
export const deleteSecurityGroup = one('deleteSecurityGroup', 'securityGroup', 'id name');
export const upsertSecurityGroups = many('upsertSecurityGroups', namedResults('securityGroup'));

/** Reads everything that the API returns of an instance, by its hostname; null if there is none. */
export const instanceByHostname = `query ($hostname: String) { instance(by: { hostname: $hostname }) {
  ${instance} ${facts} userData { name text } interfaces { id mac deviceNumber addresses } } }`;
