/** The demonstration itself: seeds the scenarios, lets people act, and compares what came of each finding. */
import type { World } from '../world.ts';
import { collectFailures } from './failures.ts';
import { perform } from './perform.ts';
import { resultOf } from './result.ts';
import type { FindingResult } from './result.ts';
import { SCENARIOS } from './scenarios.ts';
import { importOne, seedResources, withFindings } from './seed.ts';
import { seedSources } from './source.ts';
import { table } from './table.ts';
import { watch } from './watch.ts';

/** The policy's 300 s would make a long demo. */
export const SETTLE_SECONDS = 2;
/** Longer than any wait of a scenario, on a busy machine too. */
const STALL_MS = 180_000;

export async function show(
  world: World,
  print: (line: string) => void,
): Promise<readonly FindingResult[]> {
  const reports = SCENARIOS.flatMap((one) => one.reports).length;
  print(
    `${SCENARIOS.length} problems in two accounts, reported by ${reports} findings. Shortened: the wait before a check to ${SETTLE_SECONDS} s, the time to decide about LOW findings to 5 s`,
  );
  const { attempt, reasons } = collectFailures(print);
  const seeded = SCENARIOS.map(withFindings);
  await seedSources(world, SCENARIOS);
  await Promise.all(SCENARIOS.map((one) => attempt(one, () => seedResources(world, [one]))));
  await Promise.all(seeded.map((one) => attempt(one.scenario, () => importOne(world, one))));
  print('findings imported; Security Hub → EventBridge → starter → Temporal\n');
  const all = await watch(world, seeded, {
    onLine: print,
    onAct: (act, cast) =>
      attempt(cast.scenario, async () => {
        const printed = await perform(world, act, cast);
        if (printed !== null) print(`\n${printed}\n`);
      }),
    failed: reasons,
    stallMs: STALL_MS,
  });
  return await Promise.all(
    all.map((progress) => resultOf(world, progress, reasons.get(progress.scenario.bucket))),
  );
}

/** The table of findings, and what is wrong with each that did not end as expected. */
export function conclusion(results: readonly FindingResult[]): string {
  const wrong = results.filter((result) => !result.ok);
  const lines = wrong.map(({ resource, problems }) => `  ${resource}: ${problems.join('; ')}`);
  // Several findings can report one problem: `findings list` has a row for each problem.
  const problems = new Set(results.map(({ resource, control }) => `${control} ${resource}`)).size;
  const verdict =
    wrong.length === 0
      ? `All ${results.length} findings, about ${problems} problems, ended as expected.`
      : `${wrong.length} of ${results.length} findings did not end as expected:\n${lines.join('\n')}`;
  return `\n${table(results)}\n\n${verdict}`;
}
