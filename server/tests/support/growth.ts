/** Measures how the time of some work grows with the length of its input, in processor time rather than clock time. */

/** The longer text's length, in lengths of the shorter one. */
const factor = 8;

/** The maximum number of measurements: other processes may disturb one, but real growth shows in all of them. */
const maxRounds = 3;

/** The shortest time that counts, in microseconds: below it, processor times are not accurate. */
const minCountedUs = 5_000;

/**
 * Returns the time for a text of eight times the length, divided by the time for eight texts of the length: about 1 if
 * the time is linear in the length, and about 8 if it is quadratic.
 */
export async function growthOf(length: number, work: (length: number) => unknown): Promise<number> {
  await work(factor * length);
  let growth = Number.POSITIVE_INFINITY;
  for (let round = 0; round < maxRounds && growth > maxGrowth; round += 1)
    growth = Math.min(growth, await growthOnce(length, work));
  return growth;
}

async function growthOnce(length: number, work: (length: number) => unknown): Promise<number> {
  const long = await leastTimeOf(() => work(factor * length));
  const short = await leastTimeOf(async () => {
    for (let time = 0; time < factor; time += 1) await work(length);
  });
  return long / short;
}

/** The limit between linear growth, which is about 1, and quadratic growth, which is about 8. */
export const maxGrowth = 6;

/** Returns the least processor time that some work takes in five tries, in microseconds. */
export async function leastTimeOf(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, Math.max(user + system, minCountedUs));
  }
  return least;
}
