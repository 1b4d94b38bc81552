/** How the time of some work grows with the length of what it works on, told by the processor and not by the clock. */

/** How much longer the longer text is. */
const factor = 8;

/** Measurements until one shows no growth: others on the machine disturb one, and what grows does in all of them. */
const maxRounds = 3;

/** Below this, in microseconds, the processor does not tell what it works on. */
const minCounted = 5_000;

/**
 * The time for a text of eight times the length, in those for eight texts of the length: about 1 where time goes with the
 * length, and about 8 where it goes with its square.
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

/** Well above what goes with the length, and well below what goes with its square. */
export const maxGrowth = 6;

/** The least time of the processor, in microseconds, that some work takes in a few tries. */
export async function leastTimeOf(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round += 1) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, Math.max(user + system, minCounted));
  }
  return least;
}
