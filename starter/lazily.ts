import type { Handler } from './handler.ts';

/** A handler that is made at its first event and kept; when making it fails, the next event tries again. */
export function lazily(make: () => Promise<Handler>): Handler {
  let made: Promise<Handler> | null = null;
  return async (event) => {
    made ??= make();
    try {
      return await (
        await made
      )(event);
    } catch (error) {
      // A handler that was never made must not be remembered as broken.
      await made.catch(() => (made = null));
      throw error;
    }
  };
}
