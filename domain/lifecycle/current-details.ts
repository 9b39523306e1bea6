import { tidyLine } from '../one-line.ts';
import { shellWord } from '../shell.ts';
import { verdictInWords } from '../verdict.ts';
import { waitsFor } from './ledger-row.ts';
import type { State } from './state.ts';

/**
 * Markdown for the Temporal Web UI: what the lifecycle waits for, what it is about, what people can do, and the last of
 * the story. Every text of others is one code span: in it nothing is markup.
 * https://docs.temporal.io/develop/typescript/observability#user-metadata
 */
export function currentDetails(state: State, workflowId: string): string {
  const story = state.story.recent.toReversed().map((line) => `- ${code(line)}`);
  return [
    `## ${state.phase.name}`,
    code(waitsFor(state)),
    facts(state).join('\n'),
    '### What people can do',
    actions(state, workflowId).join('\n'),
    '### Story, newest first',
    story.join('\n'),
  ].join('\n\n');
}

function facts({ problem, severity, owner, round, title, findings, ...state }: State) {
  const { plan, verification } = state;
  const { findingType, resource, account, region } = problem;
  const [first] = findings;
  const more = findings.length > 1 ? ` and ${findings.length - 1} more` : '';
  return [
    fact('Problem', code(`${findingType} on ${resource.name} (${account}, ${region})`)),
    fact('Severity', severity),
    fact('Owner', code(owner?.team ?? 'not known yet')),
    fact('Round', String(round)),
    fact('Finding', code(title)),
    fact('Finding id', `${code(first?.id ?? '')}${more}`),
    ...(plan === null
      ? []
      : [
          fact('Plan', code(plan.summary)),
          ...(plan.detail ?? []).map((line) => `  - ${code(line)}`),
          fact('Hash of the plan', code(plan.hash)),
        ]),
    ...(verification === null
      ? []
      : [
          fact(
            'Last verification',
            `${verdictInWords(verification.verdict)}, ${verification.at}: ${code(verification.summary)}`,
          ),
        ]),
  ];
}

function fact(name: string, value: string): string {
  return `- **${name}:** ${value}`;
}

/** Signals are what the Web UI can send; they carry no proof of who sent them. */
function actions({ phase, plan }: State, workflowId: string): readonly string[] {
  const asks = phase.name === 'HUMAN_REVIEW' || phase.name === 'AWAITING_APPROVAL';
  const shown = `- Read it all, and decide: ${code(`npm run -s closeloop -- findings show ${shellWord(workflowId)}`)}`;
  if (!asks) return [shown];
  const approve = JSON.stringify({ actor: 'you', planHash: plan?.hash ?? '' });
  const accept = JSON.stringify({ actor: 'you', until: '2027-01-31T00:00:00Z', why: '…' });
  return [
    shown,
    '- Here, by Send a Signal, where `trust_unproven_up_to` in `policies/decisions.yaml` allows it:',
    ...(phase.name === 'AWAITING_APPROVAL'
      ? [`  - approve the plan: \`approve\` with \`${approve}\``]
      : []),
    `  - accept the risk until a date: \`accept\` with \`${accept}\``,
  ];
}

/** The longest text of others that is shown whole; all of them together stay below Temporal's limit of 20 KB. */
const LONGEST = 700;

function code(text: string): string {
  const line = tidyLine(text).replaceAll('`', "'");
  if (line === '') return '–';
  return `\`${line.length > LONGEST ? `${line.slice(0, LONGEST - 1).toWellFormed()}…` : line}\``;
}
