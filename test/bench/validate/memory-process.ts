/** Run as a process of its own, whose memory nothing else fills: prints two readings of RSS as JSON, bytes. */
import { openLanguages } from '../../../activities/code/validate/languages.ts';
import { validate } from '../../../activities/code/validate/validate.ts';
import { readCorpus } from '../../activities/code/corpus.ts';
import type { Readings } from './memory.ts';

const VALIDATIONS = 10_000;

const corpus = readCorpus();
const languages = openLanguages();
// The first round fills caches and the parsers' own memory.
const round = Math.max(corpus.length, VALIDATIONS / 10);
await validateUpTo(0, round);
const settled = process.memoryUsage.rss();
await validateUpTo(round, VALIDATIONS);
const after = process.memoryUsage.rss();
await languages.close();
const readings: Readings = { validations: VALIDATIONS, round, settled, after };
process.stdout.write(JSON.stringify(readings));

async function validateUpTo(from: number, to: number): Promise<void> {
  for (let time = from; time < to; time += 1) {
    const one = corpus[time % corpus.length];
    if (one !== undefined) await validate(one.input, languages);
  }
}
