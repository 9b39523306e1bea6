/** Whether memory grows, over every answer of the corpus again and again. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { rounded } from '../figure.ts';
import type { Figure } from '../figure.ts';

/** Resident memory, bytes, after the first round of answers and after all of them. */
export interface Readings {
  readonly validations: number;
  readonly round: number;
  readonly settled: number;
  readonly after: number;
}

/** 1 MiB was measured (2026-11-30), and 123 while texts were kept for ever. */
const MOST_MIB = 20;

const SCRIPT = fileURLToPath(new URL('memory-process.ts', import.meta.url));

/** Measured in a process of its own: what ran before in this one would count. */
export async function memoryFigure(): Promise<Figure> {
  const { stdout } = await promisify(execFile)(process.execPath, [SCRIPT]);
  const { validations, round, settled, after } = JSON.parse(stdout) as Readings;
  const against = `at most ${MOST_MIB}: RSS after ${validations} validations less RSS after ${round}, which was ${rounded(settled / 2 ** 20)} MiB`;
  return {
    name: 'validate.memory_growth_mib',
    value: rounded((after - settled) / 2 ** 20),
    unit: 'MiB',
    against,
    limit: MOST_MIB,
  };
}
