/** A pull request's text, part by part. Each is Markdown without a trailing line end; text of others is quoted. */
import { link, quoted } from './escape.ts';
import type { FindingFacts, PullRequestFacts } from './facts.ts';

/** What decides: the problem, the resource, and whom to ask. */
export function problem({ control, severity, resource, owner }: PullRequestFacts): string {
  const { name, account, region } = resource;
  const where = `account ${quoted(account, 20)}, region ${quoted(region, 40)}`;
  const team = owner === null ? 'no team owns this resource' : `team ${quoted(owner, 100)}`;
  const lines = [
    `- **Problem:** ${control.problem} (${severity})`,
    `- **Resource:** ${quoted(name, 200)} in ${where}`,
    `- **Owner:** ${team}`,
  ];
  return `${lines.join('\n')}\n\n${control.why}`;
}

/** First the settings, then where they stand. */
export function change(facts: PullRequestFacts): string {
  const { path, block, resource, control } = facts;
  const { added, removed } = facts.change;
  const size = `${counted(added, 'line')} added, ${counted(removed, 'line')} removed`;
  const settings = control.wanted.map(({ name, value }) => {
    const now = control.found.find((one) => one.name === name)?.value;
    const before = now === undefined || now === value ? '' : `${quoted(now, 200)} → `;
    return `- ${name}: ${before}**${value}**`;
  });
  const list = [...settings, `- **May break:** ${control.mayBreak}`].join('\n');
  const deployed = `Merged and deployed, ${quoted(resource.name, 200)} has:\n\n${list}`;
  return `### What changes\n\n${deployed}\n\nOnly ${quoted(block)} and the blocks that belong to it, in ${quoted(path)}: ${size}.`;
}

export function checks({ secondScan }: PullRequestFacts): string {
  const list = [...CHECKED, `Second scanner: ${quoted(secondScan)}`].map((check) => `- ${check}`);
  return `### What was checked\n\n${list.join('\n')}\n\nNo plan was run: please let your pipeline run one.`;
}

/** The validator's checks: a pull request exists only where each of these passed. */
const CHECKED = [
  'The diff changes one file and at most 50 lines, and applies exactly.',
  'No other setting is weakened; the change suppresses no check and runs no program.',
  'The control’s own test fails before the change and passes after it.',
] as const;

export function decisions({ control }: PullRequestFacts): string {
  const list = [
    `**Merge:** ${duration(control.settleSeconds)} after the merge and then in rounds, Closeloop reads the live resource. The finding is closed when the resource is compliant, not by the merge.`,
    '**Decline:** close this pull request and say why in a comment. Your words go with the finding to human review, and Closeloop does not propose this change again.',
    '**Edit:** push to the branch. Closeloop then leaves the branch alone and sends the finding to human review.',
    '**Undo:** revert the merge. Closeloop then finds the problem again and reopens the finding.',
  ];
  return `### What you can do\n\n${list.map((line) => `- ${line}`).join('\n')}`;
}

/** Ids, folded away. Lists as many findings as have room (in characters) and counts the rest. */
export function details(facts: PullRequestFacts, room: number): string {
  const { control, resource, title, workflowId, workflowUrl, findings } = facts;
  const about = [
    `Control ${control.id}`,
    `Resource ${quoted(resource.id)}`,
    `${link('Lifecycle', workflowUrl)} ${quoted(workflowId)}`,
    writtenBy(facts),
    `${findings.length === 1 ? 'The finding' : `The ${findings.length} findings`}, reported as ${quoted(title)}:`,
  ].map((line) => `- ${line}`);
  const head = `<details>\n<summary>Findings, author and ids</summary>\n\n${about.join('\n')}`;
  const end = '\n\n</details>';
  const listed = listFindings(findings, room - head.length - end.length);
  return `${[head, ...listed].join('\n')}${end}`;
}

function writtenBy({ author, attempt }: PullRequestFacts): string {
  if (author.kind === 'control') return 'Written by the control itself, no model was asked';
  return `Written by the model ${quoted(author.model, 200)} (prompt ${quoted(author.prompt, 100)}, attempt ${attempt})`;
}

function listFindings(findings: readonly FindingFacts[], room: number): readonly string[] {
  const listed: string[] = [];
  let left = room;
  for (const { id, product, url } of findings) {
    const line = `  - ${link('Finding', url)} ${quoted(id, 600)} of ${quoted(product, 200)}`;
    left -= line.length + 1;
    if (left < 0) break;
    listed.push(line);
  }
  const rest = findings.length - listed.length;
  return rest > 0 ? [...listed, `  - and ${rest} more`] : listed;
}

function duration(seconds: number): string {
  return seconds % 60 === 0 ? counted(seconds / 60, 'minute') : counted(seconds, 'second');
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
