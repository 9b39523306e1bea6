/** What operators see in the Temporal Web UI: search attributes at each wait, current details at each step. */
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';

import { waitsFor } from '../domain/lifecycle/ledger-row.ts';
import { isWaiting } from '../domain/lifecycle/state.ts';
import type { State } from '../domain/lifecycle/state.ts';
import { tidyLine, visibleLine } from '../domain/one-line.ts';
import { verdictInWords } from '../domain/verdict.ts';
import { SEARCH_ATTRIBUTES as KEYS, shortFindingId } from './messages.ts';

/** Temporal Cloud bills an upsert, so one is made only when the lifecycle waits or ends, and something changed. */
export function showState(state: State, shown: string): string {
  setCurrentDetails(details(state));
  const { phase } = state;
  if (!isWaiting(phase) && phase.name !== 'CLOSED') return shown;
  if (phase.name === 'SETTLE' && phase.brief === true) return shown;
  const deadline = isWaiting(phase) ? new Date(phase.deadline) : null;
  const accepted = phase.name === 'ACCEPTED';
  const expires = accepted ? deadline : null;
  const needsHuman = phase.name === 'HUMAN_REVIEW' || phase.name === 'AWAITING_APPROVAL';
  const destiny = phase.name === 'CLOSED' ? phase.destiny : accepted ? 'Accepted' : null;
  const keys = state.findings.map((f) => shortFindingId(f.id)).slice(0, 20);
  const { severity, owner, environment, episode } = state;
  const seen = [phase.name, deadline, severity, owner?.team, environment, episode, keys];
  const now = JSON.stringify(seen);
  if (now === shown) return shown;
  upsertSearchAttributes([
    { key: KEYS.state, value: phase.name },
    { key: KEYS.severity, value: severity },
    { key: KEYS.owner, value: owner?.team ?? null },
    { key: KEYS.environment, value: environment },
    { key: KEYS.destiny, value: destiny },
    { key: KEYS.episode, value: episode },
    { key: KEYS.needsHuman, value: needsHuman },
    { key: KEYS.slaDueAt, value: needsHuman ? deadline : null },
    { key: KEYS.nextWakeAt, value: deadline },
    { key: KEYS.exceptionExpiresAt, value: expires },
    { key: KEYS.keys, value: keys },
  ]);
  return now;
}

/** Markdown for the Web UI: what the lifecycle waits for, who can unblock it, and with which message. Texts of others are code. */
function details(state: State): string {
  const { problem, plan, verification } = state;
  const lines = [
    `**${state.phase.name}** ${code(waitsFor(state))}`,
    '',
    `- finding: ${code(`${state.title} (${state.findings[0]?.id ?? ''}${more(state.findings.length)})`)}`,
    `- problem: ${code(`${problem.findingType} on ${problem.resource.name} (${problem.account}, ${problem.region})`)}`,
    `- severity: ${state.severity}, owner: ${code(state.owner?.team ?? 'not known yet')}, round ${state.round}`,
  ];
  if (plan !== null) lines.push(`- plan \`${plan.hash}\`: ${code(plan.summary)}`);
  if (state.phase.name === 'AWAITING_APPROVAL') {
    lines.push(
      `- to approve here: signal \`approve\` with \`{"actor":"you","planHash":"${plan?.hash ?? ''}"}\``,
    );
  }
  if (state.phase.name === 'HUMAN_REVIEW' || state.phase.name === 'AWAITING_APPROVAL') {
    lines.push(
      '- to accept the risk here: signal `accept` with `{"actor":"you","until":"2027-01-31T00:00:00Z","why":"…"}`',
    );
  }
  if (verification !== null) {
    lines.push(
      `- last verification ${verification.at}: ${verdictInWords(verification.verdict)}, ${code(verification.summary)}`,
    );
  }
  lines.push('', ...state.story.recent.map((line) => `    ${visibleLine(line)}`));
  return lines.join('\n').slice(0, 19_000);
}

/** One line that is shown as it is: in a code span nothing is markup. */
function code(text: string): string {
  const line = tidyLine(text).replaceAll('`', "'");
  return line === '' ? '–' : `\`${line}\``;
}

function more(findings: number): string {
  return findings > 1 ? ` and ${findings - 1} more` : '';
}
