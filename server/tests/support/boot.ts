/** The requests that a machine sends while it boots. */
import { withToken, type Guest } from './guest.ts';

/** The requests of the busiest boot: cloud-init, the agents and the first SDK together. */
const requestsOfABoot = 150;

/**
 * Does a whole boot: gets a token, reads everything in `meta-data` with it as cloud-init does, then repeats the reads
 * as other clients do.
 * @throws Error if an answer does not have status 200
 */
export async function boot(guest: Guest): Promise<void> {
  const token = withToken(await guest.token());
  const read = async (path: string) => {
    const { status, text } = await guest.get(path, token);
    if (status !== 200) throw new Error(`${path} was answered ${status}`);
    return text;
  };
  const paths = ['/latest/meta-data/'];
  for (const path of paths)
    for (const name of path.endsWith('/') ? (await read(path)).split('\n') : [])
      paths.push(`${path}${name.replace(/=.*/, '/')}`);
  const leaves = paths.filter((path) => !path.endsWith('/'));
  for (let n = paths.length - leaves.length; n < requestsOfABoot; n += 1)
    await read(leaves[n % leaves.length]!);
}
