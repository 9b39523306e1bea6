/** One attempt at a fix: asked, remembered, judged. */
import type { BedrockRuntime } from '@aws-sdk/client-bedrock-runtime';
import { ApplicationFailure } from '@temporalio/common';

import type { DraftResult, FixAttempt, FixPlace } from '../../../domain/code-fix.ts';
import type { DraftFixInput } from '../../../workflows/activity-types.ts';
import { asking } from '../../aws/failures.ts';
import type { Clock } from '../../clock.ts';
import { unansweredCalls } from '../../ledger/code-fix/attempts.ts';
import type { AttemptPlace, Attempts, RememberedAttempt } from '../../ledger/code-fix/attempts.ts';
import type { MergedFixes } from '../../ledger/code-fix/merged-fixes.ts';
import { hintsOf } from '../source/locate-source.ts';
import type { FoundSource } from '../source/locate-source.ts';
import type { JudgeDeps } from '../validate/checkov/validate-and-scan.ts';
import { isRejection } from '../validate/rejection.ts';
import { attemptFix, lessonOf } from './attempt-fix.ts';
import type { Attempt } from './attempt-fix.ts';
import type { Answered, ModelSettings } from './converse.ts';
import { PROMPT_VERSION } from './prompt.ts';
import type { EarlierAttempt } from './prompt.ts';
import { judgedAs } from './remember-attempt.ts';

/** US dollars for a million tokens. */
export interface Prices {
  readonly input: number;
  readonly output: number;
}

export interface AskDeps extends JudgeDeps {
  readonly bedrock: Pick<BedrockRuntime, 'converse'>;
  readonly model: ModelSettings;
  readonly merged: Pick<MergedFixes, 'like'>;
  readonly attempts: Pick<Attempts, 'begin' | 'countRefusal' | 'recordAnswer' | 'recordJudgement'>;
  /** Null: attempts have no cost. */
  readonly prices: Prices | null;
  readonly clock: Pick<Clock, 'now'>;
}

export interface Asked {
  readonly found: FoundSource;
  readonly place: FixPlace;
  /** Where the fix would be proposed. */
  readonly branch: string;
  readonly episode: number;
}

/**
 * Asks the model, unless it has answered this attempt already: the question is remembered before it is asked, and the
 * answer before it is judged, so that a worker that dies costs at most the question that was under way.
 */
export async function ask(
  deps: AskDeps,
  input: DraftFixInput,
  { found, place, branch, episode }: Asked,
): Promise<DraftResult> {
  const { workflowId, problem, attempts } = input;
  const { account } = problem;
  const { file } = found;
  const at = { workflowId, episode, number: attempts.length + 1 };
  const inLedger = `the ledger for ${workflowId}`;
  const examples = await asking(inLedger, () => deps.merged.like(place));
  const begun = await begin(deps, at);
  const around = async (question: () => Promise<Answered>) =>
    begun.heard ?? (await heard(deps, at, question));
  const asked = await attemptFix(
    { ...deps, around },
    {
      control: place.control,
      account,
      path: place.path,
      source: file.bytes,
      target: { ...hintsOf(found, problem), address: place.block },
      earlier: attempts.flatMap(lesson),
      examples,
    },
  );
  // The question that was answered just now is among those that were begun.
  const unheard = unansweredCalls(begun) - (begun.heard === null ? 1 : 0);
  const attempt = { ...attemptOf(deps, asked, at.number), ...(unheard > 0 && { unheard }) };
  const { result, answer } = asked;
  return await judgedAs(deps, at, { attempt, result, answer, place, found, branch });
}

async function begin(
  { attempts, clock, model }: AskDeps,
  at: AttemptPlace,
): Promise<RememberedAttempt> {
  const author = { kind: 'model', model: model.modelId, prompt: PROMPT_VERSION } as const;
  const about = { author, at: clock.now().toISOString() };
  return await asking(`the ledger for ${at.workflowId}`, () => attempts.begin(at, about));
}

async function heard(
  { attempts, clock }: AskDeps,
  at: AttemptPlace,
  question: () => Promise<Answered>,
): Promise<Answered> {
  const inLedger = <T>(call: () => Promise<T>) => asking(`the ledger for ${at.workflowId}`, call);
  const answered = await question().catch(async (error: unknown) => {
    if (saidNo(error)) await inLedger(() => attempts.countRefusal(at));
    throw error;
  });
  const said = { at: clock.now().toISOString(), ...answered };
  return await inLedger(() => attempts.recordAnswer(at, said));
}

/** The service answered, and not with a model's words. Of anything else nobody knows whether a model was at work. */
function saidNo(error: unknown): boolean {
  if (!(error instanceof ApplicationFailure)) return false;
  return error.type !== 'Unavailable' && error.type !== 'SchemaMismatch';
}

/** A model learns from models: what a control wrote was none of its answers. */
function lesson({ author, check, hint }: FixAttempt): readonly EarlierAttempt[] {
  return hint === null || author.kind === 'control' ? [] : [{ check, hint }];
}

function attemptOf({ prices }: AskDeps, asked: Attempt, number: number): FixAttempt {
  const { model, prompt, tokens, result } = asked;
  const cost = costOf(prices, tokens);
  const author = { kind: 'model', model, prompt } as const;
  const about = { number, author, tokens, ...(cost !== null && { cost }) };
  if (!isRejection(result))
    return { ...about, accepted: true, check: '', code: '', reason: '', hint: null };
  const { check, code, reason } = result;
  const hint = lessonOf(asked)?.hint ?? null;
  return { ...about, accepted: false, check, code, reason, hint };
}

function costOf(prices: Prices | null, { input, output }: FixAttempt['tokens']): number | null {
  if (prices === null) return null;
  return (input * prices.input + output * prices.output) / 1_000_000;
}
