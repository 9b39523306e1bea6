/** A pull request's text, part by part. Each is Markdown without a trailing line end; text of others is quoted. */
import { link, quoted } from './escape.ts';
import type { FindingFacts, PullRequestFacts } from './facts.ts';

export function opening({ control, block, path }: PullRequestFacts): string {
  return `Closeloop proposes this change of ${quoted(block)} in ${quoted(path)}, so that ${control.id} holds where the resource comes from: ${control.title}.`;
}

/** Told in full as long as they have room (in characters); the rest is counted. */
export function findings({ findings: all }: PullRequestFacts, room: number): string {
  const told: string[] = [];
  let left = room;
  for (const one of all) {
    const text = finding(one);
    left -= text.length + 1;
    if (left < 0) break;
    told.push(text);
  }
  const rest = all.length - told.length;
  if (rest > 0) told.push(`- and ${rest} more`);
  return `### ${all.length === 1 ? 'The finding' : `The ${all.length} findings`}\n\n${told.join('\n')}`;
}

function finding(one: FindingFacts): string {
  const parts = [
    `- ${quoted(one.title)}, ${one.severity}, reported by ${quoted(one.product, 100)}`,
    `resource ${quoted(one.resource)} in account ${quoted(one.account, 20)}, region ${quoted(one.region, 40)}`,
    `${link('finding', one.findingUrl)} ${quoted(one.id, 600)}`,
    `${link('workflow', one.workflowUrl)} ${quoted(one.workflowId)}`,
  ];
  return parts.join('\n  - ');
}

export function why({ control }: PullRequestFacts): string {
  return `### Why it matters\n\n${control.why}`;
}

export function whatChanges({ path, change, author }: PullRequestFacts): string {
  const by =
    author.kind === 'control'
      ? 'It is mechanical: written by the control itself, no model was asked.'
      : `It was written by the model ${quoted(author.model, 200)} (prompt ${quoted(author.prompt, 100)}, attempt ${author.attempt}); before anything was committed it passed the checks below.`;
  const size = `${lines(change.added)} added, ${lines(change.removed)} removed`;
  return `### What changes\n\nOnly ${quoted(path)}: ${size}. ${by}`;
}

export function howValidated({ secondScan }: PullRequestFacts): string {
  const list = [...CHECKED, `Second scanner: ${quoted(secondScan)}`].map((check) => `- ${check}`);
  return `### How it was validated\n\n${list.join('\n')}\n\nNo plan was run: please let your pipeline run one.`;
}

/** What the validator accepts and nothing else: a pull request exists only where each of these held. */
const CHECKED = [
  'The answer is one diff of one file, of at most 50 changed lines, which apply exactly.',
  'Only the named block and its allowed companions change.',
  'No other setting is weakened; nothing is suppressed or executed.',
  'The problem is there before the change and gone after it.',
] as const;

export function howVerified({ control }: PullRequestFacts): string {
  return `### How it will be verified\n\nMerging closes nothing. When the change is applied, Closeloop reads the live resource itself: ${control.verification}. Only that closes the finding.`;
}

export function howToDecline(): string {
  return '### How to decline\n\nClose this pull request and say why in a comment: the finding goes to people with your words, and this change is not proposed again. Closeloop leaves a branch alone that somebody else has changed.';
}

function lines(count: number): string {
  return `${count} ${count === 1 ? 'line' : 'lines'}`;
}
