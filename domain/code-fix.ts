/** A code fix, as a lifecycle carries it: names, hashes and a bounded diff, never a whole file. */

/** One block of one source file and one control: findings about the same place share a pull request. */
export interface FixPlace {
  /** `owner/name`. */
  readonly repository: string;
  readonly path: string;
  /** Terraform's `type.name`, or a CloudFormation logical id. */
  readonly block: string;
  /** A control's id. */
  readonly control: string;
}

/** One proposed diff, by a model or by the control itself, and what the validator said of it. */
export interface FixAttempt {
  /** From 1. */
  readonly number: number;
  readonly author: FixAuthor;
  readonly tokens: { readonly input: number; readonly output: number };
  /** US dollars by the configured prices; absent where none are configured. */
  readonly cost?: number;
  /** Requests whose answer was lost because the worker died: their cost is not known. Absent: none. */
  readonly unheard?: number;
  readonly accepted: boolean;
  /** Of a rejection: the check, its code and one sentence for people. Empty for an accepted attempt. */
  readonly check: string;
  readonly code: string;
  readonly reason: string;
  /** For the model's next attempt; null when another attempt cannot help. */
  readonly hint: string | null;
}

export type FixAuthor =
  | { readonly kind: 'model'; readonly model: string; readonly prompt: string }
  | { readonly kind: 'control' };

/** The accepted change. Applied to the file at `base`, it gives the bytes to commit. */
export interface FixDraft {
  readonly place: FixPlace;
  readonly base: { readonly branch: string; readonly commit: string };
  readonly before: { readonly blob: string; readonly mode: '100644' | '100755' };
  /** Recomputed by the validator, at most 50 changed lines. */
  readonly diff: string;
  readonly attempt: number;
  readonly author: FixAuthor;
  /** The name of the branch for its commit. */
  readonly branch: string;
}

/** What a failed proposal may have left on the Git host. */
interface LeftOver {
  readonly place: FixPlace;
  readonly branch: string;
  /** The pull request's URL, where one is known. */
  readonly url: string | null;
}

export interface PullRef {
  readonly place: FixPlace;
  readonly number: number;
  readonly url: string;
  /** The commit that the pull request proposes. */
  readonly tip: string;
}

/** What one attempt came to: locate the source, read it, get a diff, validate it. */
export type DraftResult =
  | { readonly status: 'drafted'; readonly attempt: FixAttempt; readonly draft: FixDraft }
  | { readonly status: 'rejected'; readonly attempt: FixAttempt }
  /** Another finding about the same block has a pull request already. */
  | { readonly status: 'standing'; readonly pull: PullRef; readonly merged: boolean }
  /** The source is compliant as it is. */
  | { readonly status: 'holds'; readonly reason: string }
  | { readonly status: 'people'; readonly reason: string };

export type ProposeResult =
  /** `draft`: the file had changed, and the fix was validated again on the new version. */
  | { readonly status: 'open' | 'merged'; readonly pull: PullRef; readonly draft?: FixDraft }
  /** Another finding about the same block was faster, so its pull request is joined. */
  | { readonly status: 'joined'; readonly pull: PullRef }
  /** The file changed and the fix does not fit it any more: the attempt counts as rejected. */
  | {
      readonly status: 'outdated';
      readonly check: string;
      readonly code: string;
      readonly reason: string;
      readonly hint: string;
    }
  /** The file is gone, or changed while it was validated, or its fix is just being proposed: draft again. */
  | { readonly status: 'moved'; readonly reason: string }
  | { readonly status: 'people'; readonly reason: string; readonly left?: LeftOver };

/** What became of the pull request. `closed`: without a merge, with the reason that people gave. */
export interface MergeCheck {
  readonly status: 'open' | 'merged' | 'closed';
  readonly reason: string;
  /** Of a merge: the file on the default branch is not compliant, or cannot be judged. Absent: it is compliant. */
  readonly source?: 'open' | 'unknown';
}

export interface WithdrawResult {
  /** `shared`: other findings wait for it; `edited`: it has commits of other people. Both stay open. */
  readonly status: 'closed' | 'shared' | 'was-not-open' | 'edited';
}

/** The code fix of an episode. */
export interface CodeFix {
  /** `both`: the live resource is fixed first, and its source file has to be compliant too. */
  readonly path: 'code' | 'both';
  readonly attempts: readonly FixAttempt[];
  readonly draft: FixDraft | null;
  /** ISO 8601, when the draft was accepted: a repeated proposal makes the same commit. */
  readonly draftedAt: string | null;
  readonly pull: PullRef | null;
  /** What a failed proposal may have left. Absent: nothing. */
  readonly left?: LeftOver;
  /** `holds`: the source is compliant without us. `ended`: declined, or no fix was found; people decide. */
  readonly stands: 'none' | 'open' | 'merged' | 'holds' | 'ended';
  /** How many merge checks were made. The time between checks doubles. */
  readonly looks: number;
  /** When a lifecycle in human review checks its open pull request, epoch milliseconds. */
  readonly lookAt?: number;
  /** How often the file changed under a draft. */
  readonly moves: number;
  /** Set when every attempt was rejected: whether Security Hub shows that yet. */
  readonly failed?: 'untold' | 'told';
}

export const NO_FIX: Omit<CodeFix, 'path'> = {
  attempts: [],
  draft: null,
  draftedAt: null,
  pull: null,
  stands: 'none',
  looks: 0,
  moves: 0,
};

/** Written to every finding of a lifecycle when all attempts were rejected. */
export const FIX_GENERATION_FAILED = 'FIX_GENERATION_FAILED';

/** The most attempts in an episode. */
export const MAX_FIX_ATTEMPTS = 3;

/** The code fix of an episode; a new one where triage planned none. */
export function codeFixOf({ code }: { readonly code?: CodeFix }): CodeFix {
  return code ?? { path: 'code', ...NO_FIX };
}
