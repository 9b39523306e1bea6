import { canonicalDiff } from '../../../../activities/code/validate/diff/canonical.ts';
import type { Accepted } from '../../../../activities/code/validate/validate.ts';
import { validate } from '../../../../activities/code/validate/validate.ts';
import { readCorpus } from '../corpus.ts';
import type { CorpusCase } from '../corpus.ts';
import { languages } from '../languages.ts';
import { mutate, pick, randomFrom } from './mutate.ts';

export interface FuzzResult {
  readonly accepted: readonly { readonly one: CorpusCase; readonly result: Accepted }[];
  /** Of the processor's time: the machine may have other things to do. */
  readonly slowestMs: number;
  readonly slowest: string;
  readonly checks: Readonly<Record<string, number>>;
}

/**
 * A well-formed diff to a wrong result: the file as a right answer leaves it, mutated, and compared with the file.
 * Mutated answers seldom get past the first checks; these do.
 */
function mutateResult(
  { id, input }: CorpusCase,
  {
    afters,
    random,
  }: { readonly afters: ReadonlyMap<string, string>; readonly random: () => number },
): string | null {
  const after = afters.get(id);
  if (after === undefined) return null;
  const source = Buffer.from(input.source)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n');
  const path = input.paths[0] ?? '';
  const lines = [...afters.values()].map((text) => text.slice(0, 4000));
  return canonicalDiff(path, source, mutate(after, lines, random)).text;
}

/** Judges mutated answers, one after the other; throws what the validator throws. */
export async function fuzz(times: number, seed: number): Promise<FuzzResult> {
  const corpus = readCorpus();
  const answers = corpus.map(({ input }) => input.answer);
  const random = randomFrom(seed);
  const accepted: { one: CorpusCase; result: Accepted }[] = [];
  const checks: Record<string, number> = {};
  let slowestMs = 0;
  let slowest = '';
  // The first of each language pays for the start of its parsers.
  const afters = new Map<string, string>();
  for (const one of corpus) {
    const result = await validate(one.input, languages);
    if ('accepted' in result) afters.set(one.id, result.scan.after);
  }
  for (let time = 0; time < times; time++) {
    const one = pick(corpus, random);
    if (one === undefined) break;
    const answer =
      random() < 0.5
        ? mutate(one.input.answer, answers, random)
        : (mutateResult(one, { afters, random }) ?? one.input.answer);
    const start = process.cpuUsage();
    const result = await validate({ ...one.input, answer }, languages);
    const ms = spentSince(start);
    if (ms > slowestMs) [slowestMs, slowest] = [ms, `${one.id}, mutation ${time} of seed ${seed}`];
    const told = 'accepted' in result ? 'accepted' : result.check;
    checks[told] = (checks[told] ?? 0) + 1;
    if ('accepted' in result) accepted.push({ one, result });
  }
  return { accepted, slowestMs, slowest, checks };
}

function spentSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
