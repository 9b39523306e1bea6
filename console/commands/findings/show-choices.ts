/** What one reads before deciding, as `findings show` prints it: the change, who else must agree, and the commands. */
import type { Ledger, Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { PolicyTables } from '../../../activities/ledger/policy/policy-tables.ts';
import { ownershipOrNull } from '../../output/owner.ts';
import type { Lines, Page } from '../../output/page.ts';
import { wrapAfter } from '../../output/wrap.ts';
import { nextCommands } from './next-commands.ts';
import { changeSection, foundSection, runSection, shownPlan } from './show-plan.ts';
import { agreementLines, agreements } from './show-second.ts';
import { undoCommands } from './undo.ts';
import type { Viewer } from './viewer.ts';
import type { WritesStopped } from './writes-stopped.ts';

export interface ChoicesFrom {
  readonly ledger: Pick<Ledger, 'planText' | 'executions'>;
  readonly tables: Pick<PolicyTables, 'ownership'>;
  readonly viewer: (row: Lifecycle) => Promise<Viewer>;
}

/** As JSON. Without commands that whoever looks may not run. */
export async function shownChoices(
  { ledger, tables, viewer: read }: ChoicesFrom,
  row: Lifecycle,
  stopped: WritesStopped | null,
) {
  const plan = await shownPlan(ledger, row);
  const secondPerson = agreements(row, await ownershipOrNull(async () => tables));
  const viewer = await read(row);
  const undo = viewer.may ? await undoCommands(ledger, row) : [];
  return { plan, secondPerson, viewer, next: [...nextCommands(row, stopped, viewer), ...undo] };
}

type Choices = Awaited<ReturnType<typeof shownChoices>>;

/** Sections, in the order in which people read them. */
export function choiceSections(
  row: Lifecycle,
  { plan, secondPerson, viewer, next }: Choices,
  page: Page,
): readonly Lines[] {
  const title = page.style.bold(row.phase === 'CLOSED' ? 'To undo the fix' : 'What you can do');
  // Lines stay whole, however long: commands are there to be copied.
  const commands = next.length === 0 ? [] : [title, ...next.map((line) => `  ${line}`)];
  return [
    foundSection(row, page),
    changeSection(row, plan, page),
    agreementLines(secondPerson, page),
    [...commands, ...viewerLines(viewer, row, page)],
    runSection(plan, page),
  ];
}

/** Why commands are missing. */
function viewerLines({ because }: Viewer, { phase }: Lifecycle, page: Page): Lines {
  if (because === null || phase === 'CLOSED') return [];
  return wrapAfter('  ', page.style.dim(`You are offered no decision: ${because}.`), page);
}
