import type { DraftResult, FixPlace } from '../../domain/code-fix.ts';
import type { DraftFixInput } from '../../workflows/activity-types.ts';
import type { SharedFixes } from '../ledger/code-fix/shared-fixes.ts';
import { ask } from './attempt/ask-model.ts';
import type { AskDeps } from './attempt/ask-model.ts';
import { writtenByControl } from './attempt/written-by-control.ts';
import { untouchable } from './protected-paths.ts';
import { joinFix, standingFix } from './pull-request/find-pull-request.ts';
import { findSource, hintsOf } from './source/locate-source.ts';
import type { SourceDeps } from './source/locate-source.ts';
import { locateTarget } from './validate/locate-target.ts';
import { isRejection } from './validate/rejection.ts';

export interface DraftDeps extends SourceDeps, AskDeps {
  readonly shared: SharedFixes;
}

/**
 * Locates the source, reads it, and asks for a fix once, unless one stands already or the source is right. The file
 * never leaves the worker: what comes back is ids and the validator's own diff.
 */
export async function draftFix(
  deps: DraftDeps,
  input: DraftFixInput,
  episode: number,
): Promise<DraftResult> {
  const { problem } = input;
  const { control } = problem;
  if (control === null) return people('no control covers it');
  const found = await findSource(deps, problem);
  if ('people' in found) return people(found.people);
  const { repository, path } = found.place;
  const forbidden = untouchable(path);
  if (forbidden !== null) return people(forbidden);
  const asked = { control, path, source: found.file.bytes, target: hintsOf(found, problem) };
  const target = await locateTarget(deps.languages, asked);
  const where = `${path} of ${repository}`;
  if (isRejection(target)) return people(`${where}: ${target.code}: ${target.reason}`);
  const place = { repository, path, block: target.block, control };
  if (target.effect === 'pass')
    return { status: 'holds', reason: `${target.block} in ${where} is right as it is` };
  const standing = await joined(deps, input, place);
  if (standing.status === 'standing' && standing.merged && target.effect === 'fail') {
    // Merged while the file was read, or long ago and taken back since.
    const head = await deps.host.head(repository);
    if (head?.commit !== found.base.commit) return await draftFix(deps, input, episode);
    return people(
      `pull request ${standing.pull.url} was merged, and ${target.block} in ${where} does not hold: taken back, merged elsewhere, or changed since`,
    );
  }
  if (standing.status !== 'free') return standing;
  if (!input.mayAsk) return people('the source is still open, and no model is asked any more');
  const asking = { found, place, branch: standing.branch, episode };
  return (await writtenByControl(deps, input, asking)) ?? (await ask(deps, input, asking));
}

interface Free {
  readonly status: 'free';
  readonly branch: string;
}

/** A finding about the same block came first: its pull request is ours too, while it is as Closeloop left it. */
async function joined(
  { host, shared }: DraftDeps,
  { workflowId }: DraftFixInput,
  place: FixPlace,
): Promise<DraftResult | Free> {
  const known = await shared.tipOf(place);
  const standing = await (known === null ? standingFix(host, place) : joinFix(host, place, known));
  if (standing.outcome === 'none') return { status: 'free', branch: standing.branch };
  if (standing.outcome === 'people') return people(standing.because);
  const { number, url, tip, branch } = standing.pullRequest;
  const pull = { place, number, url, tip };
  if (standing.outcome === 'merged') return { status: 'standing', pull, merged: true };
  // Nobody remembers it: proposing the same again finds out whether these are our bytes.
  if (known === null) return { status: 'free', branch };
  await shared.join(pull, workflowId);
  return { status: 'standing', pull, merged: false };
}

function people(reason: string): DraftResult {
  return { status: 'people', reason: reason.slice(0, 1000) };
}
