/**
 * What a person reads before deciding, and what the decision's signature covers: the same lines at every door (command
 * line, Slack, page). Pure: the worker makes the form again from the ledger and compares. See
 * docs/decisions/what-you-see-is-what-you-sign.md.
 */
import { settingFacts } from './change.ts';
import type { ShownChange } from './change.ts';
import type { Decided, Decision } from './decision.ts';
import { quoted, tidyLine } from './one-line.ts';
import { canonicalJson } from './plan.ts';
import type { Plan } from './plan.ts';
import { secondPersonFor, whoAgrees } from './second-person.ts';
import type { SecondPerson } from './second-person.ts';
import type { LedgerRow } from './story.ts';
import { truncate } from './text.ts';

/** Raised when the same facts give other lines: a door of another version is told so, instead of "it changed". */
export const FORM_VERSION = 2;

export interface FormLine {
  readonly name: string;
  /** One harmless line, the last thing of its line: a text of others moves nothing that stands beside it. */
  readonly value: string;
}

interface FormSection {
  readonly title: string;
  readonly lines: readonly FormLine[];
}

export interface DecisionForm {
  readonly title: string;
  readonly sections: readonly FormSection[];
}

/** The facts of a form, as read from the ledger at this moment. */
export interface FormFacts {
  /** Episode and severity are those that the decision names: the lifecycle compares them with its own. */
  readonly about: Pick<Decision, 'decision' | 'finding' | 'episode' | 'severity'>;
  readonly row: LedgerRow;
  /** The plan that is decided, whose hash was computed again; a sentence why it cannot be shown; null for none. */
  readonly plan: ShownPlan | string | null;
}

export interface ShownPlan {
  readonly hash: string;
  readonly plan: Plan;
  /** By the data of the plan's control, for its document's version. */
  readonly change: ShownChange;
}

export function decisionForm(facts: FormFacts): DecisionForm {
  const { about, row, plan } = facts;
  const { decision } = about;
  const { problem, request, exception } = row;
  const name = problem.resource.name || problem.resource.id;
  return {
    title: tidyLine(
      `${DECISION_TITLES[decision]}: ${problem.control ?? problem.findingType} on ${name}`,
    ),
    sections: [
      section('What you decide', [['Effect', EFFECTS[decision]], ...findingLines(facts)]),
      ...(plan === null ? [] : [changeSection(plan)]),
      section('Who else must agree', secondPersonLines(facts)),
      ...(plan === null || typeof plan === 'string' ? [] : [runSection(plan)]),
      ...(exception === undefined ? [] : [exceptionSection(exception)]),
      ...(request === undefined ? [] : [requestSection(request)]),
    ],
  };
}

/** The text whose SHA-256 a decision carries as `shown`. */
export function formText(form: DecisionForm): string {
  return canonicalJson({ version: FORM_VERSION, ...form });
}

/** Every line of the form, in order: titles alone, and `Name: value`. */
export function formLines({ title, sections }: DecisionForm): readonly string[] {
  const lines = sections.flatMap((one) => [one.title, ...one.lines.map(asLine)]);
  return [title, ...lines];
}

/** `Name: value` */
export function asLine({ name, value }: FormLine): string {
  return `${name}: ${value}`;
}

/** What the person does, in a few words. */
export const DECISION_TITLES: Readonly<Record<Decided, string>> = {
  approve: 'Approve the plan',
  reject: 'Reject the plan',
  accept: 'Accept the risk',
  extend: 'Extend the exception',
  revoke: 'Revoke the exception',
  assign: 'Assign to a team',
  undo: 'Undo what Closeloop wrote',
  attest: 'Attest that it is fixed',
};

const EFFECTS: Readonly<Record<Decided, string>> = {
  approve: 'Closeloop runs exactly the plan below; where policy asks for it, after a second person',
  reject: 'Closeloop does not run the plan below, and people decide what to do',
  accept: 'Nothing is changed; Security Hub shows the finding as SUPPRESSED until the end you name',
  extend: 'The exception ends later',
  revoke: 'The exception ends now: the finding is open again, and fixed where policy says so',
  assign: 'Another team decides from now on',
  undo: 'Closeloop makes a plan that restores the settings from before its fix; another person approves that plan',
  attest: 'No control verifies it: it counts as fixed on the word of two people',
};

type Named = readonly (readonly [name: string, value: string])[];

function section(title: string, lines: Named): FormSection {
  return { title, lines: lines.map(([name, value]) => ({ name, value: tidyLine(value) || '–' })) };
}

function findingLines({ row, about }: FormFacts): Named {
  const { problem, title, owner } = row;
  const { decision, finding, episode, severity } = about;
  const { control, findingType, account, region, resource } = problem;
  return [
    ['Problem', control ?? findingType],
    ['Reported as', quoted(title)],
    ['Severity', severity],
    ['Resource', resource.id],
    ['Account', account],
    ['Region', region],
    // An undo may open a closed finding again, whose owner is then determined anew.
    ...(decision === 'undo'
      ? []
      : ([['Owner', owner === null ? 'not known' : quoted(owner.team)]] as const)),
    ['Finding', finding],
    ['Episode', String(episode)],
  ];
}

function secondPersonLines({ row, about }: FormFacts): Named {
  const { decision, severity } = about;
  const { second, because, quote } = secondPersonFor({ ...row, severity }, decision);
  const why = quote === null ? because : `${because}: ${quoted(truncate(quote, 120))}`;
  return [
    ['Agrees', WHO[second]],
    ['Because', why],
  ];
}

const WHO: Readonly<Record<SecondPerson['second'], string>> = {
  needed: `${whoAgrees("the owner's team")}; nothing happens before`,
  'not-needed': 'nobody else',
  you: 'nobody after you, unless you requested it yourself',
  unknown: 'perhaps another person',
};

/** What people read; what is run, which proves it, comes last. */
function changeSection(shown: ShownPlan | string): FormSection {
  return typeof shown === 'string'
    ? section('The plan', [['It cannot be shown', shown]])
    : section('What changes', changeLines(shown.change));
}

function changeLines({ settings, mayBreak, undo }: ShownChange): Named {
  return [...settings.flatMap(settingFacts), ['May break', mayBreak], ['To take it back', undo]];
}

function runSection({ hash, plan }: ShownPlan): FormSection {
  const { document, parameters, automationRoleArn, preState } = plan;
  return section('Exactly this is run', [
    ['Document', document.name],
    ['Version', document.version],
    ['Hash of the document', document.hash],
    ['On', plan.resource.id],
    ['In account', plan.account],
    ['In Region', plan.region],
    ['As role', automationRoleArn],
    ...Object.entries(parameters).flatMap(([name, values]) => parameterLines(name, values)),
    ...settingLines('Now', JSON.parse(preState)),
    ['Hash of the plan', hash],
  ]);
}

function parameterLines(name: string, values: readonly string[]): Named {
  const label = `Parameter ${tidyLine(name)}`;
  return values.length === 0 ? [[label, 'none']] : values.map((value) => [label, quoted(value)]);
}

/** One line for each setting, named by its place: `Now publicAccessBlock.BlockPublicAcls`. */
function settingLines(place: string, value: unknown): Named {
  if (typeof value !== 'object' || value === null)
    return [[place, typeof value === 'string' ? quoted(value) : String(value)]];
  const members = Object.entries(value).map(([name, member]) => [tidyLine(name), member] as const);
  if (members.length === 0) return [[place, Array.isArray(value) ? 'none' : 'empty']];
  const sign = place === 'Now' ? ' ' : '.';
  return members.flatMap(([name, member]) => settingLines(`${place}${sign}${name}`, member));
}

function exceptionSection(exception: NonNullable<LedgerRow['exception']>): FormSection {
  const { by, confirmedBy, why, until } = exception;
  return section('The exception in force', [
    ['Accepted by', quoted(by)],
    ...(confirmedBy === null ? [] : ([['Confirmed by', quoted(confirmedBy)]] as const)),
    ['Until', until],
    ['Because', quoted(why)],
  ]);
}

function requestSection(request: NonNullable<LedgerRow['request']>): FormSection {
  const { decision, by, why, until, planHash } = request;
  return section('Waits for a second person', [
    ['Requested', decision],
    ['By', quoted(by)],
    ...(until === null ? [] : ([['Until', quoted(until)]] as const)),
    ...(planHash === null ? [] : ([['Plan', quoted(planHash)]] as const)),
    ['Because', quoted(why)],
  ]);
}
