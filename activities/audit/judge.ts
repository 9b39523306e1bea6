/** Whether a closed finding was closed with proof. Pure. */
import { isPrincipalName } from '../../controls/roles.ts';
import type { LastChange, StatusChange } from './history.ts';
import type { Proof } from './status-proofs.ts';

/** How a finding's status came to be. */
export type Verdict =
  /** By the closer, with a proof that is valid for this status. */
  | { readonly kind: 'proven' }
  /** By people or the product themselves: not touched. */
  | { readonly kind: 'theirs'; readonly why: string }
  /** By Closeloop, before there was a key for proofs. */
  | { readonly kind: 'before'; readonly why: string }
  /** By Closeloop, or so it says, without a proof. */
  | { readonly kind: 'unproven'; readonly why: string }
  /** Nobody can say. */
  | { readonly kind: 'unchecked'; readonly why: string };

/** What is known of a finding. Times are milliseconds. */
export interface Facts {
  readonly status: 'RESOLVED' | 'SUPPRESSED';
  readonly note: Note | null;
  readonly last: LastChange;
  /** With valid MACs, about this finding. */
  readonly proofs: readonly Proof[];
  /** Items in place of a proof that are none. */
  readonly forged: number;
  readonly keyMadeAt: number;
  readonly now: number;
}

interface Note {
  readonly by: string;
  readonly at: number;
}

/**
 * A proof is written before the status, in the same attempt of one activity, which lasts at most 45 seconds; the rest is
 * for clocks that differ. A status that changed later than this, or once more since the proof, was not given with it:
 * somebody put an old proof back.
 */
const LATE = 15 * 60_000;
/** By how much the closer's clock may be ahead of Security Hub's. */
const CLOCKS = 2 * 60_000;
/** Younger changes must stand in the history. */
const SHOWN = 85 * 24 * 3_600_000;
/** How long after the end of an acceptance its lifecycle may need to open the finding again. */
const OVERDUE = 48 * 3_600_000;

export function judge(facts: Facts): Verdict {
  const { change } = facts.last;
  return change === null ? judgeWithoutChange(facts) : judgeChange(facts, change);
}

function judgeChange(facts: Facts, change: StatusChange): Verdict {
  const { status, note, keyMadeAt, last } = facts;
  const at = new Date(change.at).toISOString();
  if (change.to !== null && change.to !== status)
    return unchecked(`it is ${status}, and its history shows ${change.to} since ${at}`);
  if (!change.isUpdate) return theirs(`its product set it at ${at}`);
  if (change.by === null) return unchecked(`its history does not say who set it at ${at}`);
  const changed = { at: change.at, before: last.change === null ? null : last.before };
  const refused = judgeProofs(facts, changed);
  if (isOurs(change.by)) {
    if (change.at < keyMadeAt) return before(at);
    return refused ?? { kind: 'proven' };
  }
  // The closer proved this very change, so the history calls it by a name that is not understood here.
  if (refused === null && change.at > madeAt(facts) - CLOCKS)
    return unchecked(`its history calls closeloop-closer ${change.by}`);
  const isInOurName = note !== null && isOurName(note.by) && Math.abs(note.at - change.at) < 2_000;
  if (isInOurName) return unproven(`${change.by} set it at ${at} with a note in Closeloop's name`);
  return theirs(`${change.by} set it at ${at}`);
}

/** Security Hub keeps 90 days of history: then the note says who it was, and the proof counts alone. */
function judgeWithoutChange(facts: Facts): Verdict {
  const { last, note, keyMadeAt, now } = facts;
  const isWhole = last.change === null && last.isWhole;
  const refused = judgeProofs(facts, null);
  if (refused === null) {
    // What was delivered SUPPRESSED, the closer may have suppressed once more: that changes no status.
    const isShown = isWhole || madeAt(facts) < now - SHOWN;
    return isShown
      ? { kind: 'proven' }
      : unchecked('its history does not show what the closer did');
  }
  if (note !== null && isOurName(note.by))
    return note.at < keyMadeAt ? before(new Date(note.at).toISOString()) : refused;
  return theirs(isWhole ? 'its product delivered it so' : 'nobody changed it within 90 days');
}

/** Of the newest proof. */
function madeAt({ proofs }: Facts): number {
  return Math.max(...proofs.map(({ at }) => Date.parse(at)));
}

/** Null for a valid proof of this status; else why there is none. `changed`: when the status was given, and when it changed before, as far as that is known. */
function judgeProofs(
  { status, proofs, forged, now }: Facts,
  changed: { readonly at: number; readonly before: number | null } | null,
): Verdict | null {
  const [newest] = proofs.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  if (newest === undefined)
    return unproven(
      forged === 0
        ? 'Closeloop closed it, and there is no proof'
        : 'what stands in the place of its proof, closeloop-closer did not write for this finding',
    );
  if (newest.status !== status)
    return unproven(`its proof of ${newest.at} is for ${newest.status}, and it is ${status}`);
  const made = Date.parse(newest.at);
  const isSpent = changed?.before !== null && changed !== null && changed.before >= made;
  if (changed !== null && (isSpent || changed.at > made + LATE)) {
    const at = new Date(changed.at).toISOString();
    return unproven(`its proof of ${newest.at} is older than its status, which is of ${at}`);
  }
  const { until } = newest;
  if (until !== null && Date.parse(until) + OVERDUE < now)
    return unproven(`its acceptance ended at ${until}`);
  return null;
}

/**
 * Whether the ARN is of one of Closeloop's principals, as a role or as its session. Only closeloop-closer may write to
 * Security Hub; before it the orchestrator did.
 */
function isOurs(arn: string): boolean {
  const [, session] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  const [, role] = /:role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  return isPrincipalName(session ?? role ?? '');
}

function isOurName(by: string): boolean {
  return by.trim().toLowerCase().startsWith('closeloop');
}

function before(at: string): Verdict {
  return { kind: 'before', why: `Closeloop closed it at ${at}, before there was a key for proofs` };
}

function theirs(why: string): Verdict {
  return { kind: 'theirs', why };
}

function unproven(why: string): Verdict {
  return { kind: 'unproven', why };
}

function unchecked(why: string): Verdict {
  return { kind: 'unchecked', why };
}
