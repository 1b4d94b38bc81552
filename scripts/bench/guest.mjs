/** Sends one request of a machine, on a connection of its own from the machine's address. */
import { request } from 'node:http';

/** Resolves with `{ status, headers, text }`; rejects without a complete answer, with `isBegun` if a part came. */
export function ask({ port }, { from, path = '/latest/meta-data/instance-id', method, headers }) {
  const options = { port, host: '127.0.0.1', localAddress: from, path, method, headers, agent: false };
  return new Promise((resolve, reject) => {
    const sent = request(options, (response) => {
      const { statusCode: status, headers: answered } = response;
      const chunks = response.setEncoding('utf8').toArray();
      chunks.then(
        (texts) => resolve({ status, headers: answered, text: texts.join('') }),
        (error) => reject(Object.assign(error, { isBegun: true })),
      );
    });
    sent.once('error', reject);
    sent.end();
  });
}
