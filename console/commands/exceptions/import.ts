import { commandLine } from '../../cli/command-line.ts';
import type { Reply } from '../../cli/reply.ts';
import {
  type ImportDeps,
  type ImportPlan,
  type LeftRow,
  planImport,
  type TakenRow,
} from '../../import/plan.ts';
import { type RuleRow, ruleRows } from '../../import/rules.ts';
import { type SendDeps, sendRows, type SentRow } from '../../import/send.ts';
import { type HubReader, suppressedFindings } from '../../import/suppressed.ts';
import type { Lines, Page } from '../../output/page.ts';
import { table } from '../../output/table.ts';
import { wrapAfter } from '../../output/wrap.ts';

export interface Importing {
  readonly hub: HubReader;
  readonly deps: ImportDeps;
  /** Connected only when something is sent. */
  readonly sending: () => Promise<SendDeps>;
  /** False: only the plan is shown. */
  readonly yes: boolean;
}

/** Reads Security Hub, shows what each row becomes, and with `yes` does it. */
export async function importSuppressedFindings(importing: Importing): Promise<Reply> {
  const { hub, deps, sending, yes } = importing;
  const plan = await planImport(deps, suppressedFindings(hub));
  const rules = await ruleRows(hub);
  const sent =
    yes && plan.taken.length > 0 ? await sendRows(await sending(), plan.taken, deps.actor) : [];
  const failures = sent.filter(({ failure }) => failure !== null);
  const counts = countsOf(plan);
  return {
    json: {
      sent: yes,
      counts: { ...counts, failed: failures.length, rules: rules.length },
      rows: [...plan.taken.map((row) => facts(row, sent)), ...plan.left],
      rules,
    },
    text: (page) => [
      ...planLines(plan, page),
      ...ruleLines(rules, page),
      ...failures.flatMap(({ row, failure }) =>
        wrapAfter(`${page.style.red('✗')} `, `${row.workflowId}: ${failure}`, page),
      ),
      '',
      ...ending(plan, { yes, failed: failures.length }),
    ],
    failed: failures.length > 0,
  };
}

function countsOf({ taken, left }: ImportPlan): Readonly<Record<string, number>> {
  const count = (action: string) =>
    [...taken, ...left].filter((row) => row.action === action).length;
  return {
    import: count('import'),
    people: count('people'),
    skip: count('skip'),
    refuse: count('refuse'),
  };
}

function facts(row: TakenRow, sent: readonly SentRow[]): Readonly<Record<string, unknown>> {
  const { action, workflowId, problem, severity, by, claimedBy, needsSecond, because } = row;
  const { control, account, region, resource } = problem;
  const findings = row.reports.map(({ observation }) => observation.finding.id);
  const failure = sent.find((one) => one.row === row)?.failure ?? null;
  const until = action === 'import' ? row.until : null;
  const where = { control, account, region, resource: resource.name };
  const people = { by, claimedBy, needsSecond };
  return { action, workflowId, ...where, severity, until, ...people, because, findings, failure };
}

function planLines({ taken, left }: ImportPlan, page: Page): Lines {
  if (taken.length + left.length === 0) return ['Security Hub has no SUPPRESSED finding.'];
  const rows = [...taken, ...left];
  return table<TakenRow | LeftRow>(
    [
      { title: 'WHAT', cell: ({ action }) => action },
      { title: 'ENDS', cell: (row) => (row.action === 'import' ? row.until : '') },
      { title: 'SEVERITY', cell: (row) => ('severity' in row ? row.severity : '') },
      { title: 'FINDING', cell: name, give: 1, least: 24 },
      { title: 'WHY', cell: ({ because }) => because, give: 2, least: 24, most: 160 },
    ],
    rows,
    page,
  );
}

function name(row: TakenRow | LeftRow): string {
  return row.workflowId ?? ('finding' in row ? row.finding : '');
}

/** A rule suppresses without an end; a scoped exception has an end and two people. */
function ruleLines(rules: readonly RuleRow[], page: Page): Lines {
  if (rules.length === 0) return [];
  return [
    '',
    page.style.bold('Automation rules that suppress: each needs a decision'),
    ...rules.flatMap(({ name: title, status, criteria, held, heldBecause, instead }) => [
      ...wrapAfter('  ', `${title} (${status}): ${criteria}`, page),
      ...wrapAfter('    ', heldText(held, heldBecause), page),
      ...(instead === null ? [] : [`    ${instead}`]),
    ]),
    ...wrapAfter('', RULES, page),
  ];
}

const RULES =
  'Closeloop changes no rule. Request an exception with an end instead (exceptions ask), then delete the rule in Security Hub: while it exists, what it suppresses has no end until the next import.';

function heldText(held: number | null, because: string | null): string {
  return held === null
    ? `how many findings it suppresses is not known: ${because ?? ''}`
    : `suppresses ${held} finding(s) today`;
}

function ending(plan: ImportPlan, { yes, failed }: { yes: boolean; failed: number }): Lines {
  const { import: count, people, skip, refuse } = countsOf(plan);
  const numbers = `${count} to import, ${people} for human review, ${skip} skipped, ${refuse} refused.`;
  if (!yes) {
    return [
      numbers,
      'Nothing was sent.',
      ...(plan.taken.length === 0
        ? []
        : [`To import: ${commandLine('exceptions', 'import', '--yes')}`]),
    ];
  }
  const failedLine =
    failed === 0 ? [] : [`${failed} failed: repeat the command, it imports what is missing.`];
  return [
    numbers,
    ...failedLine,
    'Each lifecycle checks who imported it, and that Security Hub still shows it as SUPPRESSED; see:',
    `  ${commandLine('exceptions', 'list')}`,
    ...(plan.taken.some(({ needsSecond }) => needsSecond)
      ? [`What waits for another person: ${commandLine('findings', 'list')}`]
      : []),
  ];
}
