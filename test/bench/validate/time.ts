/** How long an answer takes, against parsing the same files once in the same minute. */
import { openLanguages } from '../../../activities/code/validate/languages.ts';
import { startHclParser } from '../../../activities/code/validate/terraform/hcl-parser.ts';
import type { HclParser } from '../../../activities/code/validate/terraform/hcl-parser.ts';
import { validate } from '../../../activities/code/validate/validate.ts';
import type { Accepted } from '../../../activities/code/validate/validate.ts';
import { median, rounded } from '../figure.ts';
import type { Figure } from '../figure.ts';
import { BUCKET, PATH, sampleOf } from './sample.ts';
import type { Sample } from './sample.ts';

/** The parsers reach their pace after some files. */
const WARM_UP = 10;

/**
 * `ratio` is the gate, in medians of processor time: milliseconds are of this machine in this minute, p99 of its busiest
 * moment. The p99 ratios were 0.18 and 0.39 (2026-11-30, load 5 to 14 on two cores); a second parse of the folder, which
 * the gate is there to find, adds 1.
 */
const FILES = [
  { name: '10kb', bytes: 10_000, siblings: 10, times: 100, target: 20, ratio: 0.5 },
  { name: '200kb', bytes: 200_000, siblings: 0, times: 40, target: 300, ratio: 0.6 },
] as const;

/** A folder that was never read is parsed by two parsers, of which one is hcl2json: 2.0 and 1.3 were measured (in time). */
const NEW_FOLDER_RATIO = 3;

/** `share`: how many of the measurements are made, of 1. */
export async function timeFigures(share = 1): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const { name, bytes, siblings, times: all, target, ratio } of FILES) {
    const times = Math.ceil(all * share);
    const same = sampleOf(bytes, { siblings });
    const known = await measure(times, () => same);
    const fresh = await measure(times / 5, (time) =>
      sampleOf(bytes, { siblings, mark: `-${time}-` }),
    );
    const with10 = siblings === 0 ? '' : `, with ${siblings} siblings of 10 KB`;
    const value = p99(known.judging.map(({ ms }) => ms));
    const parse = p99(known.parsing.map(({ ms }) => ms));
    figures.push(
      {
        name: `validate.p99_ms_${name}`,
        value,
        unit: 'ms',
        against: `goal ${target}; ${times} right answers to one folder${with10}, warm`,
      },
      {
        name: `validate.p99_ratio_${name}`,
        value: rounded(value / parse),
        unit: 'times',
        against: `${value} ms to ${parse} ms, p99 of parsing the same files once with hcl2json`,
      },
      ratioOf(`validate.median_ratio_${name}`, known, ratio),
      ratioOf(`validate.new_folder_ratio_${name}`, fresh, NEW_FOLDER_RATIO),
    );
  }
  return figures;
}

/** Processor time of all threads, which other processes of the machine do not change. */
function ratioOf(name: string, { judging, parsing }: Measured, limit: number): Figure {
  const [judged, parsed] = [judging, parsing].map((all) => median(all.map(({ cpu }) => cpu)));
  return {
    name,
    value: rounded((judged ?? Number.NaN) / (parsed ?? Number.NaN)),
    unit: 'times',
    against: `at most ${limit}: ${rounded(judged ?? 0)} ms of a processor to ${rounded(parsed ?? 0)} ms of parsing the same files once with hcl2json`,
    limit,
  };
}

interface Spent {
  readonly ms: number;
  /** Milliseconds of a processor. */
  readonly cpu: number;
}

interface Measured {
  readonly judging: readonly Spent[];
  readonly parsing: readonly Spent[];
}

/** Judges and parses in turn, so that both meet the same machine. */
async function measure(times: number, sample: (time: number) => Sample): Promise<Measured> {
  const languages = openLanguages();
  const parser = startHclParser();
  const judging: Spent[] = [];
  const parsing: Spent[] = [];
  for (let time = 0; time < WARM_UP + times; time++) {
    const one = sample(time);
    judging.push(await spentBy(async () => void (await judge(one, languages))));
    parsing.push(await spentBy(() => parseAll(one, parser)));
  }
  await Promise.all([languages.close(), parser.close()]);
  return { judging: judging.slice(WARM_UP), parsing: parsing.slice(WARM_UP) };
}

async function spentBy(act: () => Promise<void>): Promise<Spent> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await act();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - start, cpu: (user + system) / 1000 };
}

async function parseAll({ source, siblings }: Sample, parser: HclParser): Promise<void> {
  for (const text of [source.toString('utf8'), ...siblings.map((one) => one.text)]) {
    const parsed = await parser.parse(text);
    if (!parsed.ok) throw new Error(parsed.failure.message);
  }
}

export async function judge(
  sample: Sample,
  languages: ReturnType<typeof openLanguages>,
): Promise<Accepted> {
  const result = await validate({ ...ASKED, ...sample }, languages);
  if ('accepted' in result) return result;
  throw new Error(`${result.code}: ${result.reason}`);
}

const ASKED = {
  paths: [PATH],
  control: 'S3.PublicAccess',
  account: '111122223333',
  target: { address: null, resourceName: BUCKET, tags: new Map<string, string>() },
};

function p99(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return rounded(sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN);
}
