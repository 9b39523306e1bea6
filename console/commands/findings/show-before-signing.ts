/** What a person signs, shown on the terminal before it is signed. */
import { shownFor } from '../../../activities/decisions/shown.ts';
import type { Shown } from '../../../activities/decisions/shown.ts';
import type { Lifecycle } from '../../../activities/ledger/ledger.ts';
import type { DecisionForm } from '../../../domain/decision-form.ts';
import type { Decision } from '../../../domain/decision.ts';
import { CliError } from '../../cli/cli-error.ts';
import type { Lines, Page } from '../../output/page.ts';
import { factLines } from '../../output/wrap.ts';
import type { DecisionDeps } from '../prove-and-send.ts';
import { offered, showCommand } from '../send-message.ts';

/** Throws CliError `PlanNotShown` or `NotAllowedInState` where there is nothing to show, `not-signed` for a no. */
export async function showBeforeSigning(
  deps: Pick<DecisionDeps, 'ledger' | 'consent' | 'viewer'>,
  row: Lifecycle,
  { decision, yes }: { readonly decision: Decision; readonly yes: boolean },
): Promise<Shown> {
  const { ledger, consent } = deps;
  const shown = await shownFor(ledger, row, decision);
  const details = { workflowId: row.workflowId, phase: row.phase };
  if ('why' in shown) {
    const next = [showCommand(row), ...(await offered(deps, row))];
    throw new CliError(shown.type, `Nothing was signed or sent: ${shown.why}.`, { next, details });
  }
  if (await consent((page) => signedLines(shown.form, decision, page), { yes })) return shown;
  const next = [showCommand(row)];
  throw new CliError('not-signed', 'You did not confirm: nothing was signed or sent.', {
    next,
    details,
  });
}

/** The form, then what the person writes themselves, which the signature covers too. */
function signedLines({ title, sections }: DecisionForm, own: Decision, page: Page): Lines {
  const { until, team, why, actor } = own;
  const words = [
    ...(until === null ? [] : [{ name: 'Until', value: until }]),
    ...(team === null ? [] : [{ name: 'Team', value: team }]),
    { name: 'Why', value: why },
    { name: 'As', value: actor },
  ];
  return [
    page.style.bold(title),
    ...[...sections, { title: 'What you write', lines: words }].flatMap((part) => [
      page.style.dim(part.title),
      ...factLines(
        part.lines.map(({ name, value }) => [name, value]),
        page,
      ),
    ]),
  ];
}
