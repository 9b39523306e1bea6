import type { Checkov } from './checkov.ts';

/** Started with the first scan, and anew after one that it did not answer: a worker outlives its scanner. */
export function restartedCheckov(start: () => Checkov): Checkov {
  let running: Checkov | null = null;
  const close = async () => {
    const last = running;
    running = null;
    await last?.close();
  };
  return {
    scan: async (files) => {
      const asked = (running ??= start());
      const result = await asked.scan(files);
      if ('unavailable' in result && running === asked) await close();
      return result;
    },
    close,
  };
}
