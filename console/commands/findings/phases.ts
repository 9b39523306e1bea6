import { InvalidArgumentError } from 'commander';

import { PHASES } from '../../../domain/lifecycle/phases.ts';

/** Reads `--phase`: also in lower case and with dashes. */
export function parsePhase(word: string): string {
  const wanted = word.toUpperCase().replaceAll('-', '_');
  const found = PHASES.find((name) => name === wanted);
  if (found === undefined) throw new InvalidArgumentError(`Expected one of ${PHASES.join(', ')}.`);
  return found;
}
