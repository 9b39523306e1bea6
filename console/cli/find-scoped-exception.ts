import type {
  ScopedException,
  ScopedExceptions,
} from '../../activities/ledger/exception/exceptions.ts';
import { CliError } from './cli-error.ts';
import { commandLine } from './command-line.ts';

export const SCOPED_ID_HELP =
  'the ID that `exceptions list` shows of a scoped exception (exception:3a5e09c1d2b4f687)';

const PREFIX = 'exception:';

/** The ids of findings begin otherwise. */
export function isScopedId(id: string): boolean {
  return id.startsWith(PREFIX);
}

/** By its id, with or without `exception:`. Throws CliError `not-found`. */
export async function findScopedException(
  exceptions: Pick<ScopedExceptions, 'all'>,
  id: string,
): Promise<ScopedException> {
  const wanted = isScopedId(id) ? id : `${PREFIX}${id}`;
  const all = await exceptions.all();
  const found = all.find((one) => one.id === wanted);
  if (found !== undefined) return found;
  const message = `No scoped exception has the id "${id}". The ledger has ${all.length}.`;
  throw new CliError('not-found', message, { next: [commandLine('exceptions', 'list')] });
}
