import { commandLine } from '../../cli/command-line.ts';
import type { Reply } from '../../cli/reply.ts';
import type { ImportPlan, LeftRow, TakenRow } from '../../import/plan.ts';
import { planImport } from '../../import/plan.ts';
import type { PlanDeps } from '../../import/plan.ts';
import { ruleRows } from '../../import/rules.ts';
import type { RuleRow } from '../../import/rules.ts';
import { sendRows } from '../../import/send.ts';
import type { ImportDoor, SentRow } from '../../import/send.ts';
import { suppressedFindings } from '../../import/suppressed.ts';
import type { HubReader } from '../../import/suppressed.ts';
import type { Lines, Page } from '../../output/page.ts';
import { table } from '../../output/table.ts';
import { wrapAfter } from '../../output/wrap.ts';

export interface Importing {
  readonly hub: HubReader;
  readonly deps: PlanDeps;
  /** Made only when something is sent. */
  readonly door: () => Promise<ImportDoor>;
  readonly actor: string;
  /** False: only the plan is shown. */
  readonly yes: boolean;
}

/** Reads Security Hub, shows what each row becomes, and with `yes` does it. */
export async function importSuppressed(asked: Importing): Promise<Reply> {
  const { hub, deps, door, actor, yes } = asked;
  const plan = await planImport(deps, suppressedFindings(hub));
  const rules = await ruleRows(hub);
  const sent = yes && plan.taken.length > 0 ? await sendRows(await door(), plan.taken, actor) : [];
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
  const { action, workflowId, problem, severity, by, because, reports } = row;
  const { control, account, region, resource } = problem;
  const findings = reports.map(({ observation }) => observation.finding.id);
  const failure = sent.find((one) => one.row === row)?.failure ?? null;
  const until = action === 'import' ? row.until : null;
  const where = { control, account, region, resource: resource.name };
  return { action, workflowId, ...where, severity, until, by, because, findings, failure };
}

function planLines({ taken, left }: ImportPlan, page: Page): Lines {
  if (taken.length + left.length === 0) return ['Security Hub holds nothing as SUPPRESSED.'];
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

/** They suppress without an end whatever comes: a scope needs two people and an end. */
function ruleLines(rules: readonly RuleRow[], page: Page): Lines {
  if (rules.length === 0) return [];
  return [
    '',
    page.style.bold('Automation rules that suppress, each a scope that needs a decision'),
    ...rules.flatMap(({ name: title, status, criteria, held, heldBecause, instead }) => [
      ...wrapAfter('  ', `${title} (${status}): ${criteria}`, page),
      ...wrapAfter('    ', heldWords(held, heldBecause), page),
      ...(instead === null ? [] : [`    ${instead}`]),
    ]),
    ...wrapAfter('', RULES, page),
  ];
}

const RULES =
  'Closeloop changes no rule. Ask for an exception with an end instead (exceptions ask), then delete the rule in Security Hub: while it stands, what it suppresses next has no end until the next import.';

function heldWords(held: number | null, because: string | null): string {
  return held === null
    ? `how many it holds is not known: ${because ?? ''}`
    : `holds ${held} SUPPRESSED finding(s) today`;
}

function ending(plan: ImportPlan, { yes, failed }: { yes: boolean; failed: number }): Lines {
  const { import: count, people, skip, refuse } = countsOf(plan);
  const numbers = `${count} to import, ${people} for people, ${skip} skipped, ${refuse} refused.`;
  if (!yes) {
    return [
      numbers,
      'Nothing was sent.',
      ...(plan.taken.length === 0
        ? []
        : [`To import: ${commandLine('exceptions', 'import', '--yes')}`]),
    ];
  }
  const again =
    failed === 0 ? [] : [`${failed} failed: repeat the command, it takes what is missing.`];
  return [
    numbers,
    ...again,
    'Each lifecycle checks who imported it and that Security Hub still holds it; see:',
    `  ${commandLine('exceptions', 'list')}`,
  ];
}
