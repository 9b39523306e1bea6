import type { Scenario } from './scenario.ts';

export interface Failures {
  /** Why each failed scenario failed, by its bucket. */
  readonly reasons: ReadonlyMap<string, string>;
  /** Takes a step of a scenario. When it throws, the scenario has failed and takes no further step. */
  readonly attempt: (scenario: Scenario, step: () => Promise<void>) => Promise<void>;
}

/** One scenario's failure is printed as one sentence, and the other scenarios go on. */
export function collectFailures(print: (line: string) => void): Failures {
  const reasons = new Map<string, string>();
  return {
    reasons,
    attempt: async ({ bucket }, step) => {
      if (reasons.has(bucket)) return;
      try {
        await step();
      } catch (error) {
        const reason = oneLine(error);
        reasons.set(bucket, reason);
        print(`✘ ${bucket} failed: ${reason}`);
      }
    },
  };
}

/** The message of an error without its stack, on one line. */
export function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().replaceAll(/\s+/g, ' ');
}
