import type { Checkov } from './checkov.ts';

/** Starts Checkov with the first scan, and again after a scan without an answer: a worker outlives its scanner. */
export function restartingCheckov(start: () => Checkov): Checkov {
  let running: Checkov | null = null;
  const close = async () => {
    const last = running;
    running = null;
    await last?.close();
  };
  return {
    scan: async (files) => {
      const scanner = (running ??= start());
      const result = await scanner.scan(files);
      if ('unavailable' in result && running === scanner) await close();
      return result;
    },
    close,
  };
}
