/** A function that is made at its first call and kept; when making it fails, the next call tries again. */
export function lazily<Input, Output>(
  make: () => Promise<(input: Input) => Promise<Output>>,
): (input: Input) => Promise<Output> {
  let made: ReturnType<typeof make> | null = null;
  return async (input) => {
    made ??= make();
    const work = await made.catch((error: unknown) => {
      made = null;
      throw error;
    });
    return await work(input);
  };
}
