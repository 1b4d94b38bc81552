/** The maximum time of a step, in milliseconds: far above what a busy machine needs, and below the limit of a hook. */
const maxMs = 100_000;

/** Waits for a step; one that does not end is named in the error, which a hook that takes too long does not have. */
export async function within(
  step: string,
  act: Promise<unknown>,
  state: () => string = () => '',
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${step} has not ended in ${maxMs / 1000} s. ${state()}`)),
      maxMs,
    );
  });
  try {
    await Promise.race([act, late]);
  } finally {
    clearTimeout(timer);
  }
}
