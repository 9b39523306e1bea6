/** Whether memory grows, over every answer of the corpus again and again. */
import { openLanguages } from '../../../activities/code/validate/languages.ts';
import { validate } from '../../../activities/code/validate/validate.ts';
import { readCorpus } from '../../activities/code/corpus.ts';
import { rounded } from '../figure.ts';
import type { Figure } from '../figure.ts';

const VALIDATIONS = 10_000;

/** 1 MiB was measured (2026-11-30), and 123 while texts were kept for ever. */
const MOST_MIB = 20;

/** Every answer of the corpus again and again. The first tenth fills caches and the parsers' own memory. */
export async function memoryFigure(): Promise<Figure> {
  const corpus = readCorpus();
  const languages = openLanguages();
  let settled = 0;
  for (let time = 0; time < VALIDATIONS; time++) {
    const one = corpus[time % corpus.length];
    if (one !== undefined) await validate(one.input, languages);
    if (time === VALIDATIONS / 10) settled = process.memoryUsage.rss();
  }
  const grown = (process.memoryUsage.rss() - settled) / 2 ** 20;
  await languages.close();
  const against = `at most ${MOST_MIB}: RSS after ${VALIDATIONS} validations less RSS after ${VALIDATIONS / 10}, which was ${rounded(settled / 2 ** 20)} MiB`;
  return {
    name: 'validate.memory_growth_mib',
    value: rounded(grown),
    unit: 'MiB',
    against,
    limit: MOST_MIB,
  };
}
