/** Reads the server's metrics, as a monitoring system does. */

/** Returns a metric of `GET /metrics`, summed over its labels. @throws Error if it does not exist */
export async function metric({ port }: { port: number }, name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const values = Array.from(text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'gm')), ([, value]) =>
    Number(value),
  );
  if (values.length === 0) throw new Error(`there is no metric ${name}`);
  return values.reduce((sum, value) => sum + value);
}
