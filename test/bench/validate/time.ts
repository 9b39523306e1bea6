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

const WARM_UP = 10;

/** `ratio` is the gate: milliseconds are of this machine in this minute. */
const FILES = [
  { name: '10kb', bytes: 10_000, siblings: 10, times: 100, target: 20, ratio: 0.5 },
  { name: '200kb', bytes: 200_000, siblings: 0, times: 40, target: 300, ratio: 0.6 },
] as const;

/** A folder that was never read is parsed by two parsers, of which one is hcl2json. */
const NEW_FOLDER_RATIO = 3;

export async function timeFigures(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const { name, bytes, siblings, times, target, ratio } of FILES) {
    const same = sampleOf(bytes, { siblings });
    const known = await measure(times, () => same);
    const fresh = await measure(times / 5, (time) =>
      sampleOf(bytes, { siblings, mark: `-${time}-` }),
    );
    const with10 = siblings === 0 ? '' : `, with ${siblings} siblings of 10 KB`;
    const value = p99(known.judging);
    figures.push(
      {
        name: `validate.p99_ms_${name}`,
        value,
        unit: 'ms',
        against: `at most ${target}; ${times} right answers to one folder${with10}, warm`,
      },
      {
        name: `validate.p99_ratio_${name}`,
        value: rounded(value / p99(known.parsing)),
        unit: 'times',
        against: `at most ${ratio}: ${value} ms to ${p99(known.parsing)} ms, p99 of parsing the same files once with hcl2json`,
      },
      {
        name: `validate.new_folder_ratio_${name}`,
        value: rounded(median(fresh.judging) / median(fresh.parsing)),
        unit: 'times',
        against: `at most ${NEW_FOLDER_RATIO}: the same in medians, ${rounded(median(fresh.judging))} ms to ${rounded(median(fresh.parsing))} ms, for a folder that was never read`,
      },
    );
  }
  return figures;
}

interface Measured {
  readonly judging: readonly number[];
  readonly parsing: readonly number[];
}

/** Judges and parses in turn, so that both meet the same machine. */
async function measure(times: number, sample: (time: number) => Sample): Promise<Measured> {
  const languages = openLanguages();
  const parser = startHclParser();
  const judging: number[] = [];
  const parsing: number[] = [];
  for (let time = 0; time < WARM_UP + times; time++) {
    const one = sample(time);
    judging.push(await timeOf(async () => void (await judge(one, languages))));
    parsing.push(await timeOf(() => parseAll(one, parser)));
  }
  await Promise.all([languages.close(), parser.close()]);
  return { judging: judging.slice(WARM_UP), parsing: parsing.slice(WARM_UP) };
}

async function timeOf(act: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
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
