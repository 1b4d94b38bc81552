import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Reads everything that a machine is served, by the paths of its listings: every version of the EC2 tree and of
 * OpenStack's, and NoCloud. Returns the status, the Content-Type and the body of each path.
 */
export async function allPaths(url, address) {
  const agent = new Agent({ keepAlive: true, localAddress: address, maxSockets: 8 });
  const token = (await ask(url, { agent, method: 'PUT', path: '/latest/api/token', headers: ttl })).body;
  const headers = token.length > 0 ? { 'x-aws-ec2-metadata-token': token.toString() } : {};
  const answers = new Map();
  const walk = async (path) => {
    const answer = await ask(url, { agent, path, headers });
    answers.set(path, textOf(path, answer));
    if (answer.status !== 200 || !path.endsWith('/')) return;
    const names = answer.body.toString().split('\n').filter(Boolean);
    await Promise.all(names.map((name) => walk(`${path}${below(path, name)}`)));
  };
  await Promise.all(['/', '/openstack/', '/nocloud/'].map(walk));
  agent.destroy();
  return answers;
}

const ttl = { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' };

/** A key is listed as `0=name`; the lists of versions, and the top of a version of EC2's tree, have no slashes. */
function below(path, name) {
  if (path.endsWith('/public-keys/')) return name.replace(/=.*/, '/');
  const isVersionList = path === '/' || path === '/openstack/';
  const isTop =
    !path.startsWith('/openstack/') && !path.startsWith('/nocloud/') && path.split('/').length === 3;
  return isVersionList || (isTop && name !== 'user-data') ? `${name.replace(/\/$/, '')}/` : name;
}

/** OpenStack's seed differs in every answer. */
function textOf(path, { status, type, body }) {
  const text = body.toString(path.endsWith('user-data') || path.endsWith('user_data') ? 'base64' : 'utf8');
  const stable = path.endsWith('/meta_data.json') ? text.replace(/"random_seed":"[^"]*"/, '') : text;
  return `${status} ${type} ${stable}`;
}

/** Asks again a second later where the caller has used up its requests. */
async function ask(url, asked) {
  for (;;) {
    const answer = await askOnce(url, asked);
    if (answer.status !== 503) return answer;
    await sleep(1000);
  }
}

function askOnce(url, { agent, method = 'GET', path, headers }) {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}${encodeURI(path)}`, { agent, method, headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          type: response.headers['content-type'],
          body: Buffer.concat(parts),
        }),
      );
    });
    asked.on('error', reject).end();
  });
}
