/**
 * What the AWS SDK for JavaScript 2 gets, as one line of JSON.
 *
 *   aws-sdk-js-2.cjs FOLDER [without-tokens]    FOLDER has the SDK in its node_modules
 */
const { createRequire } = require('node:module');
const { promisify } = require('node:util');

process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = '1';
const [folder, tokens] = process.argv.slice(2);
const AWS = createRequire(`${folder}/`)('aws-sdk');

async function main() {
  const options = { httpOptions: { timeout: 5000 }, maxRetries: 1 };
  const service = new AWS.MetadataService({ ...options, disableFetchToken: tokens === 'without-tokens' });
  const token = tokens ? undefined : await promisify(service.fetchMetadataToken.bind(service))();
  const headers = token ? { 'x-aws-ec2-metadata-token': token } : {};
  const get = (path) => promisify(service.request.bind(service))(path, { headers });
  const facts = {
    'instance-id': await get('/latest/meta-data/instance-id'),
    region: await get('/latest/meta-data/placement/region'),
    'user-data': await get('/latest/user-data'),
    'identity document': JSON.parse(await get('/latest/dynamic/instance-identity/document')),
    'what is absent': await get('/latest/meta-data/no-such-thing').catch((error) =>
      error.statusCode === 404 ? null : error.message,
    ),
  };
  if (token) {
    // the SDK's provider takes a token whenever it can
    const role = new AWS.EC2MetadataCredentials(options);
    await role.getPromise();
    const { accessKeyId, secretAccessKey, sessionToken, expireTime } = role;
    facts.credentials = { accessKeyId, secretAccessKey, token: sessionToken };
    facts.expiration = expireTime;
  }
  console.log(JSON.stringify(facts));
}

main();
