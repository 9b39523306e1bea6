/** A fix in source code, as far as a lifecycle carries it: names, hashes and a bounded diff, never a file. */

/** One block of one file and one problem in it: findings about the same share a pull request. */
export interface FixPlace {
  /** `owner/name`. */
  readonly repository: string;
  readonly path: string;
  /** Terraform's `type.name`, or a CloudFormation logical id. */
  readonly block: string;
  /** A control's id. */
  readonly control: string;
}

/** One question to a model, or to the control itself, and what its answer deserved. */
export interface FixAttempt {
  /** From 1. */
  readonly number: number;
  readonly author: FixAuthor;
  readonly tokens: { readonly input: number; readonly output: number };
  /** US dollars, by the prices that are configured; absent where none are. */
  readonly cost?: number;
  /** Questions of this attempt whose answer nobody lived to hear: what they cost is not known. Absent: none. */
  readonly unheard?: number;
  readonly accepted: boolean;
  /** Of a rejection: the check, its code, and one sentence for people; empty texts for an accepted one. */
  readonly check: string;
  readonly code: string;
  readonly reason: string;
  /** For the model's next attempt; null when another answer cannot help. */
  readonly hint: string | null;
}

export type FixAuthor =
  | { readonly kind: 'model'; readonly model: string; readonly prompt: string }
  | { readonly kind: 'control' };

/** What was accepted: with the file it is for, it gives the bytes to commit. */
export interface FixDraft {
  readonly place: FixPlace;
  readonly base: { readonly branch: string; readonly commit: string };
  readonly before: { readonly blob: string; readonly mode: '100644' | '100755' };
  /** Recomputed by the validator, at most 50 changed lines. */
  readonly diff: string;
  readonly attempt: number;
  readonly author: FixAuthor;
  /** What its branch is called. */
  readonly branch: string;
}

/** Of a proposal that came to nothing: what may stand on the Git host, for people. */
interface LeftOver {
  readonly place: FixPlace;
  readonly branch: string;
  /** Of the pull request, where one is known. */
  readonly url: string | null;
}

export interface PullRef {
  readonly place: FixPlace;
  readonly number: number;
  readonly url: string;
  /** The commit that it proposes. */
  readonly tip: string;
}

/** What one step of locating, reading, asking and judging came to. */
export type DraftResult =
  | { readonly status: 'drafted'; readonly attempt: FixAttempt; readonly draft: FixDraft }
  | { readonly status: 'rejected'; readonly attempt: FixAttempt }
  /** Somebody's finding about the same block proposed it already. */
  | { readonly status: 'standing'; readonly pull: PullRef; readonly merged: boolean }
  /** The source is right as it is. */
  | { readonly status: 'holds'; readonly reason: string }
  | { readonly status: 'people'; readonly reason: string };

export type ProposeResult =
  /** `draft`: the file was another by now, and the change was validated anew on it. */
  | { readonly status: 'open' | 'merged'; readonly pull: PullRef; readonly draft?: FixDraft }
  /** Another finding about the same block was faster, with other words: its pull request is ours too. */
  | { readonly status: 'joined'; readonly pull: PullRef }
  /** The file is another by now, and the change is not right for it: an attempt that was rejected. */
  | {
      readonly status: 'outdated';
      readonly check: string;
      readonly code: string;
      readonly reason: string;
      readonly hint: string;
    }
  /** The file is gone, or moves faster than it can be judged, or its fix is being proposed: from the beginning. */
  | { readonly status: 'moved'; readonly reason: string }
  | { readonly status: 'people'; readonly reason: string; readonly left?: LeftOver };

/** What became of the pull request; `closed` unmerged, with the reason that people gave there. */
export interface MergeCheck {
  readonly status: 'open' | 'merged' | 'closed';
  readonly reason: string;
  /** Of a merge: the file on the default branch does not hold, or does not say. Absent: it holds. */
  readonly source?: 'open' | 'unknown';
}

export interface WithdrawResult {
  /** `edited`: somebody's commits are on it, which are not ours to close. */
  readonly status: 'closed' | 'shared' | 'was-not-open' | 'edited';
}

/** The fix of an episode. */
export interface CodeFix {
  /** `both`: the live resource is fixed first, and the source has to hold as well. */
  readonly path: 'code' | 'both';
  readonly attempts: readonly FixAttempt[];
  readonly draft: FixDraft | null;
  /** ISO 8601, when the draft was accepted: a repeated proposal makes the same commit. */
  readonly draftedAt: string | null;
  readonly pull: PullRef | null;
  /** What a proposal that came to nothing may have left. Absent: none did. */
  readonly left?: LeftOver;
  /** `holds`: the source is right without us. `ended`: declined, or no fix was found; people have it. */
  readonly stands: 'none' | 'open' | 'merged' | 'holds' | 'ended';
  /** How often the pull request was looked at: each look waits longer for the next. */
  readonly looks: number;
  /** When a lifecycle that is with people looks at its open pull request, epoch milliseconds. */
  readonly lookAt?: number;
  /** How often the file moved under a draft. */
  readonly moves: number;
  /** Every attempt was rejected, and Security Hub has yet to hear of it, or has. Absent: none of it. */
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

/** What every finding of a lifecycle shows of attempts that were all rejected. */
export const FIX_GENERATION_FAILED = 'FIX_GENERATION_FAILED';

/** How often an author is asked, in all. */
export const MAX_FIX_ATTEMPTS = 3;

/** The fix of an episode; one that begins now where triage knew of none. */
export function codeFixOf({ code }: { readonly code?: CodeFix }): CodeFix {
  return code ?? { path: 'code', ...NO_FIX };
}
