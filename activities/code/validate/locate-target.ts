import type { Languages } from './languages.ts';
import type { LocatedTarget, TargetQuery } from './locate-block.ts';
import { reject } from './rejection.ts';
import type { Rejection } from './rejection.ts';

export type { LocatedTarget } from './locate-block.ts';

/** As `locateBlock`, in the thread that can be ended: what takes too long there is not judged. */
export async function locateTarget(
  languages: Languages,
  query: TargetQuery,
): Promise<LocatedTarget | Rejection> {
  const located = await languages.run('locate', query);
  return 'ended' in located ? reject('TOO_SLOW', located.ended) : located.output;
}
