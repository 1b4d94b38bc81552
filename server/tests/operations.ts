/** The mutations that tests send, each with what they look at. */
const instance =
  'id instanceId hostname externalId version addresses callerAddresses tags { key value } keys { name }';
const facts = 'imageId instanceType availabilityZone region localHostname publicHostname mac publicAddress';
const results = `results { index outcome instance { hostname } error { code message fieldErrors { path code message hint } } }
  summary { created updated unchanged deleted failed }`;

const one = (name: string, noun: string, fields: string) =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { outcome ${noun} { ${fields} } } }`;
const many = (name: string) =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${results} } }`;

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

/** Everything that the API says of an instance by its hostname; null when there is none. */
export const instanceByHostname = `query ($hostname: String) { instance(by: { hostname: $hostname }) {
  ${instance} ${facts} userData { name text } interfaces { id mac deviceNumber addresses } } }`;
