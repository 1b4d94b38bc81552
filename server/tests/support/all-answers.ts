import type { World } from './world.ts';

/** Reads everything that a machine is served, by path: the status and the bytes as base64. */
export async function allAnswers(world: World, address: string): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  const walk = async (path: string) => {
    const { status, bytes, text } = await world.guest(address).get(path);
    answers.set(path, `${status} ${bytes.toString('base64')}`);
    if (path.endsWith('/'))
      for (const name of text.split('\n')) await walk(`${path}${name.replace(/=.*/, '/')}`);
  };
  for (const path of ['/latest/meta-data/', '/latest/dynamic/', '/latest/user-data']) await walk(path);
  return answers;
}
