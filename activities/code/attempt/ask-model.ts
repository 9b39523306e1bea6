/** Asks a model for a fix, and remembers question and answer so that a restarted worker does not ask twice. */
import type { BedrockRuntime } from '@aws-sdk/client-bedrock-runtime';
import { ApplicationFailure } from '@temporalio/common';

import type { FixAttempt, FixPlace } from '../../../domain/code-fix.ts';
import { callAws } from '../../aws/failures.ts';
import type { Clock } from '../../clock.ts';
import { unansweredCalls } from '../../ledger/code-fix/attempts.ts';
import type { AttemptPlace, Attempts } from '../../ledger/code-fix/attempts.ts';
import type { MergedFixes } from '../../ledger/code-fix/merged-fixes.ts';
import type { LocatedTarget } from '../validate/locate-target.ts';
import { converse } from './converse.ts';
import type { ModelAnswer, ModelSettings } from './converse.ts';
import { PROMPT_VERSION, promptFor } from './prompt.ts';
import type { EarlierAttempt, Prompt } from './prompt.ts';
import type { Answer } from './validate-answer.ts';

/** US dollars for a million tokens. */
export interface Prices {
  readonly input: number;
  readonly output: number;
}

export interface AskDeps {
  readonly bedrock: Pick<BedrockRuntime, 'converse'>;
  readonly model: ModelSettings;
  readonly merged: Pick<MergedFixes, 'like'>;
  readonly attempts: Pick<Attempts, 'begin' | 'countRefusal' | 'recordAnswer'>;
  /** Null: attempts have no cost. */
  readonly prices: Prices | null;
  readonly clock: Pick<Clock, 'now'>;
}

export interface ModelQuestion {
  readonly at: AttemptPlace;
  readonly place: FixPlace;
  readonly target: LocatedTarget;
  readonly resourceName: string;
  readonly attempts: readonly FixAttempt[];
}

/**
 * Remembers the question before it is sent, and the answer before it is validated: a worker that dies costs at most
 * the question that was on its way.
 */
export async function askModel(deps: AskDeps, question: ModelQuestion): Promise<Answer> {
  const { at, place, target, resourceName, attempts } = question;
  const examples = await inLedger(at, () => deps.merged.like(place));
  const author = { kind: 'model', model: deps.model.modelId, prompt: PROMPT_VERSION } as const;
  const begun = await inLedger(at, () =>
    deps.attempts.begin(at, { author, at: deps.clock.now().toISOString() }),
  );
  const earlier = attempts.flatMap(lesson);
  const prompt = promptFor({ ...target, path: place.path, resourceName, earlier, examples });
  const { text, tokens, stopReason } = begun.heard ?? (await ask(deps, at, prompt));
  const cost = costOf(deps.prices, tokens);
  // The question that was answered just now is among those that were begun.
  const unheard = unansweredCalls(begun) - (begun.heard === null ? 1 : 0);
  const counted = { ...(cost !== null && { cost }), ...(unheard > 0 && { unheard }) };
  return { author, text, tokens, stopReason, ...counted };
}

async function ask(
  { attempts, bedrock, clock, model }: AskDeps,
  at: AttemptPlace,
  prompt: Prompt,
): Promise<ModelAnswer> {
  const answer = await converse(bedrock, model, prompt).catch(async (error: unknown) => {
    if (isRefusal(error)) await inLedger(at, () => attempts.countRefusal(at));
    throw error;
  });
  const heard = { at: clock.now().toISOString(), ...answer };
  return await inLedger(at, () => attempts.recordAnswer(at, heard));
}

/** The service refused the question. After any other error a model may have answered. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof ApplicationFailure)) return false;
  return error.type !== 'Unavailable' && error.type !== 'SchemaMismatch';
}

function inLedger<T>({ workflowId }: AttemptPlace, call: () => Promise<T>): Promise<T> {
  return callAws(`the ledger for ${workflowId}`, call);
}

/** A model is told of models' answers, not of what a control wrote. */
function lesson({ author, check, hint }: FixAttempt): readonly EarlierAttempt[] {
  return hint === null || author.kind === 'control' ? [] : [{ check, hint }];
}

function costOf(prices: Prices | null, { input, output }: FixAttempt['tokens']): number | null {
  if (prices === null) return null;
  return (input * prices.input + output * prices.output) / 1_000_000;
}
