/**
 * Load that a stranger, a viewer or an operator can put on the control plane, as a process of its own:
 *
 *   TOKEN=cm_... node scripts/bench/faults/attacks.mjs NAME PORT
 *
 * It runs until SIGTERM, and then prints the number of requests that it sent.
 */
import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const [, file, name, port] = process.argv;
const token = { authorization: `Bearer ${process.env.TOKEN}` };
const json = { 'content-type': 'application/json' };
let sent = 0;

/** Posts to GraphQL; resolves with the body of the answer, or with the code of an error. */
function post(body, headers = {}) {
  sent += 1;
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, path: '/graphql', method: 'POST', agent: false };
    const asked = request({ ...options, headers: { ...json, ...headers } }, (answer) => {
      answer
        .setEncoding('utf8')
        .toArray()
        .then(
          (texts) => resolve(texts.join('')),
          ({ code }) => resolve(code),
        );
    });
    asked.once('error', ({ code }) => resolve(code));
    asked.end(body);
  });
}

/** Requests a path, with a cookie that the server does not know. */
const get = (path) =>
  new Promise((resolve) => {
    sent += 1;
    const asked = request(
      { host: '127.0.0.1', port, path, agent: false, headers: { cookie: 'a=b' } },
      (answer) => answer.resume().once('close', resolve),
    );
    asked.once('error', resolve).end();
  });

const operation = (query, variables = {}) => JSON.stringify({ query, variables });
const asOperator = (query, variables) => post(operation(query, variables), token);

/** Runs `count` endless loops of `act` at the same time. */
const onAndOn = async (count, act) => {
  await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      for (let round = 0; ; round += 1) await act(n, round);
    }),
  );
};

const long = 'x'.repeat(950_000);
const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { name } } }';
const signInAs = (username, password = 'wrong') => post(operation(signIn, { input: { username, password } }));

/** Each fragment spreads the next one twice: expanded, they are 2^30 fields. */
const doubling = `{ ...F0 } ${Array.from({ length: 30 }, (_, n) => `fragment F${n} on Query { a${n}: setup { hasUsers } ${n < 29 ? `...F${n + 1} b${n}: setup { hasUsers } ...F${n + 1}` : ''} }`).join(' ')}`;

/** 300 kB of a chunked body, as 50,000 chunks of one byte. */
const manyChunks = '1\r\n \r\n'.repeat(50_000);

const manyRequests = 'GET /latest/user-data HTTP/1.1\r\n\r\n'.repeat(3000);

const key = (n) => {
  const bytes = Buffer.alloc(51);
  Buffer.from('0000000b7373682d6564323535313900000020', 'hex').copy(bytes);
  bytes.writeUInt32BE(n, 40);
  return `ssh-ed25519 ${bytes.toString('base64')} key-${n}`;
};

const upsert =
  'mutation ($input: UpsertInstancesInput!) { upsertInstances(input: $input) { summary { failed } } }';
const remove =
  'mutation ($input: DeleteInstancesInput!) { deleteInstances(input: $input) { summary { failed } } }';
const importKeys =
  'mutation ($input: ImportSshKeysInput!) { importSshKeys(input: $input) { summary { failed } } }';
const history = (first, after) =>
  asOperator(
    `query ($first: Int, $after: String) { auditEntries(first: $first, after: $after) {
      nodes { id at action subjectName changes { field before after } } pageInfo { endCursor } } }`,
    { first, after },
  );

/** The attacks by the names of their rows: those of strangers and viewers first, then valid requests of an operator. */
export const attacks = {
  'errors that quote 950 kB': () => onAndOn(8, () => post(operation(`{ setup(x: "${long}") { hasUsers } }`))),
  'errors of a viewer that quote 900 kB': () =>
    onAndOn(4, () =>
      asOperator('query ($id: ID!) { node(id: $id) { id } }', { id: [long.slice(0, 900_000)] }),
    ),
  'requests for HTTP/2': () =>
    onAndOn(200, async () => {
      sent += 1;
      const socket = connect(port, '127.0.0.1').resume();
      socket.on('error', () => {});
      socket.write(
        'GET /admin/login HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n',
      );
      await Promise.race([new Promise((resolve) => socket.once('close', resolve)), pause(2000)]);
      socket.destroy();
    }),
  'sign-ins with names of 1 MB': () => onAndOn(16, (n) => signInAs(`${n}${'y'.repeat(1_000_000)}`)),
  'bodies of 16 MB without a sign-in': () => onAndOn(4, () => post(' '.repeat(16 * 1024 * 1024))),
  'bodies in chunks of one byte': () =>
    onAndOn(8, async () => {
      sent += 1;
      const socket = connect(port, '127.0.0.1').resume();
      socket.on('error', () => {});
      socket.write('POST /graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
      const closed = new Promise((resolve) => socket.once('close', resolve));
      const drained = () => new Promise((resolve) => socket.once('drain', resolve));
      for (let n = 0; n < 100 && !socket.destroyed; n++)
        if (!socket.write(manyChunks)) await Promise.race([closed, drained()]);
      socket.destroy();
    }),
  'requests that wait for no answer': () =>
    onAndOn(8, async () => {
      sent += 1;
      const socket = connect(port, '127.0.0.1').resume();
      socket.on('error', () => {});
      const closed = new Promise((resolve) => socket.once('close', resolve));
      for (let n = 0; n < 100 && !socket.destroyed; n++)
        if (!socket.write(manyRequests))
          await Promise.race([closed, new Promise((resolve) => socket.once('drain', resolve))]);
      socket.destroy();
    }),
  'bodies of 16 MB of an operator': () =>
    onAndOn(8, () => post(`${operation('{ setup { hasUsers } }')}${' '.repeat(15 * 1024 * 1024)}`, token)),
  'fragments that double, and 20,000 aliases': () =>
    onAndOn(4, (n) =>
      asOperator(
        n % 2
          ? doubling
          : `{ ${Array.from({ length: 20_000 }, (_, k) => `a${k}: setup { hasUsers }`).join(' ')} }`,
      ),
    ),
  'a query that says it costs less than nothing': () =>
    onAndOn(4, () =>
      asOperator(
        '{ sshKeys(first: 500) { nodes { instances(first: 500) { nodes { keys { instances(first: -2000000000) { nodes { hostname } } } } } } } }',
      ),
    ),
  'the schema forty times': () =>
    onAndOn(4, () =>
      asOperator(
        `{ ${Array.from({ length: 40 }, (_, n) => `a${n}: __schema { types { fields { type { name kind ofType { name } } args { name } } } }`).join(' ')} }`,
      ),
    ),
  'variables of 400,000 fields that there are not': () => {
    const filter = Object.fromEntries(Array.from({ length: 400_000 }, (_, n) => [`f${n}`, 1]));
    const query = 'query ($filter: InstanceFilter) { instances(filter: $filter) { totalCount } }';
    return onAndOn(4, () => asOperator(query, { filter }));
  },
  'the same field again and again, without a sign-in': () =>
    onAndOn(50, (n, round) =>
      post(operation(`{${' '.repeat((n * 37 + round) % 500)}${'setup{hasUsers}'.repeat(248)}}`)),
    ),
  'half a megabyte of line breaks before mistakes': () => {
    const fields = Array.from({ length: 45 }, (_, n) => `a${n}: node(id: "i-${n}") { id }`).join('\n');
    return onAndOn(4, () => asOperator(`${'\n'.repeat(510_000)}{ ${fields} }`));
  },
  'a fragment of 5,000 fields in a thousand places': () => {
    const fields = Array.from({ length: 5000 }, (_, n) => `a${n}`).join(' ');
    const places = Array.from({ length: 950 }, (_, n) => `x${n} { ...F }`).join(' ');
    return onAndOn(4, () => asOperator(`fragment F on Query { ${fields} } { ${places} }`));
  },
  'metrics and the state of the server': () => onAndOn(50, (n) => get(n % 2 ? '/metrics' : '/readyz')),
  'upgrades behind another request': () =>
    onAndOn(20, async () => {
      sent += 1;
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.resume();
      socket.end(
        'GET /latest/meta-data/ HTTP/1.1\r\n\r\nGET /graphql HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      );
      await new Promise((resolve) => socket.once('close', resolve));
    }),
  'upgrades to WebSocket that nobody closes': () => {
    const open = [];
    return onAndOn(4, async () => {
      sent += 1;
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(
        'GET /graphql?query={setup{hasUsers}} HTTP/1.1\r\nHost: x\r\nApollo-Require-Preflight: 1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      );
      await Promise.race([new Promise((resolve) => socket.once('readable', resolve)), pause(1000)]);
      open.push(socket);
      if (open.length > 500) open.shift().destroy();
    });
  },
  '100 loops of sign-ins': () => onAndOn(100, (n, round) => signInAs(n % 2 ? 'admin' : `name-${n}-${round}`)),
  '500 machines registered and deleted, again and again': () =>
    onAndOn(1, async () => {
      const hostnames = Array.from({ length: 500 }, (_, n) => `passing-${n}`);
      await asOperator(upsert, { input: { instances: hostnames.map((hostname) => ({ hostname })) } });
      await asOperator(remove, { input: { ids: hostnames } });
    }),
  'imports of 1,000 keys': () =>
    onAndOn(1, async (_, round) => {
      const text = Array.from({ length: 1000 }, (_line, n) => key(round * 1000 + n)).join('\n');
      await asOperator(importKeys, { input: { text } });
    }),
  'history of everything': () =>
    onAndOn(4, async () => {
      for (let after; ;) {
        const page = await history(500, after);
        after = /"endCursor":"([^"]+)"/.exec(page)?.[1];
        if (after === undefined) break;
      }
    }),
};

if (file === fileURLToPath(import.meta.url)) {
  process.once('SIGTERM', () => {
    console.log(sent);
    process.exit(0);
  });
  await attacks[name]();
}
