/** The plan as `findings show` prints it: first what changes, then what is run. */
import { readPlan } from '../../../activities/decisions/read-plan.ts';
import type { Ledger, Lifecycle } from '../../../activities/ledger/ledger.ts';
import { settingLines } from '../../../domain/change.ts';
import type { ShownChange } from '../../../domain/change.ts';
import type { Lines, Page } from '../../output/page.ts';
import { timestamp } from '../../output/time.ts';
import { wrapAfter } from '../../output/wrap.ts';

/** As JSON. `settings` is empty, `mayBreak` and `undo` are null, where `notShown` says why. */
export interface ShownPlan extends Nullable<Omit<ShownChange, 'settings'>> {
  readonly hash: string;
  readonly summary: string | null;
  readonly detail: readonly string[];
  readonly settings: ShownChange['settings'];
  readonly notShown: string | null;
}

type Nullable<T> = { readonly [Key in keyof T]: T[Key] | null };

/** The plan of the row, and by the whole plan in the ledger what it changes; null where there is none. */
export async function shownPlan(
  ledger: Pick<Ledger, 'planText'>,
  { planHash: hash, planSummary: summary, planDetail: detail = [], ...row }: Lifecycle,
): Promise<ShownPlan | null> {
  if (hash === null) return null;
  const { workflowId, problem } = row;
  const found = await readPlan(ledger, { workflowId, hash, problem });
  const unknown = { settings: [], mayBreak: null, undo: null };
  return typeof found === 'string'
    ? { hash, summary, detail, ...unknown, notShown: found }
    : { hash, summary, detail, ...found.change, notShown: null };
}

export function changeSection({ phase }: Lifecycle, plan: ShownPlan | null, page: Page): Lines {
  if (plan === null) return [];
  const title = phase === 'CLOSED' ? 'What the last plan changes' : 'What the plan changes';
  return titled(title, changeLines(plan), page);
}

/** The settings as the last check read them: of a fixed resource the state after the fix. */
export function foundSection({ found, phase }: Lifecycle, page: Page): Lines {
  if (found === undefined) return [];
  const when = `${timestamp(found.at)} UTC, ${found.verificationId}`;
  const title = phase === 'CLOSED' ? 'As verified when it closed' : 'As the last check read it';
  const lines = found.settings.map(({ name, value }) => `${name}: ${value}`);
  return titled(`${title} (${when})`, lines, page);
}

/** Document, parameters, role and hash. */
export function runSection(plan: ShownPlan | null, page: Page): Lines {
  return plan === null ? [] : titled('Exactly this is run', runLines(plan), page);
}

function titled(title: string, lines: Lines, page: Page): Lines {
  return [page.style.bold(title), ...lines.flatMap((line) => wrapAfter('  ', line, page))];
}

function changeLines({ settings, mayBreak, undo, notShown }: ShownPlan): Lines {
  if (mayBreak === null || undo === null)
    return [`Setting by setting it cannot be shown: ${notShown ?? ''}`];
  return [...settings.flatMap(settingLines), `May break: ${mayBreak}`, `To take it back: ${undo}`];
}

/** Line by line, the hash last. What changes has its own lines. */
function runLines({ summary, detail, settings, hash }: ShownPlan): Lines {
  const own = /^(?:Undo|Settings now): /;
  const more = settings.length === 0 ? detail : detail.filter((line) => !own.test(line));
  return [summary ?? 'no summary', ...more, `hash ${hash}`];
}
