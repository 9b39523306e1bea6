/** A pull request's text, part by part. Each is Markdown without a trailing line end; text of others is quoted. */
import { link, quoted } from './escape.ts';
import type { FindingFacts, PullRequestFacts } from './facts.ts';

export function opening({ control, block, path }: PullRequestFacts): string {
  return `Closeloop proposes this change of ${quoted(block)} in ${quoted(path)}, so that ${quoted(control.title)} (${quoted(control.id)}) holds where the resource comes from.`;
}

/** How many findings are told in full; the rest is counted. */
const SHOWN = 20;

export function findings({ findings: all }: PullRequestFacts): string {
  const shown = all.slice(0, SHOWN).map(finding).join('\n');
  const rest = all.length - SHOWN;
  const more = rest > 0 ? `\n- and ${rest} more` : '';
  return `### ${all.length === 1 ? 'The finding' : `The ${all.length} findings`}\n\n${shown}${more}`;
}

function finding(one: FindingFacts): string {
  const lines = [
    `- ${quoted(one.title)}, ${one.severity}, reported by ${quoted(one.product, 100)}`,
    `resource ${quoted(one.resource)} in account ${quoted(one.account, 20)}, region ${quoted(one.region, 40)}`,
    `${link('finding', one.findingUrl)} ${quoted(one.id, 600)}`,
    `${link('workflow', one.workflowUrl)} ${quoted(one.workflowId)}`,
  ];
  return lines.join('\n  - ');
}

export function why({ control }: PullRequestFacts): string {
  return `### Why it matters\n\n${quoted(control.why, 2000)}`;
}

export function whatChanges({ path, change, author }: PullRequestFacts): string {
  const by =
    author.kind === 'control'
      ? 'It is mechanical: written by the control itself, no model was asked.'
      : `It was written by the model ${quoted(author.model, 200)} (prompt ${quoted(author.prompt, 100)}, attempt ${author.attempt}); before anything was committed it passed the checks below.`;
  const size = `${lines(change.added)} added, ${lines(change.removed)} removed`;
  return `### What changes\n\nOnly ${quoted(path)}: ${size}. ${by}`;
}

export function howValidated({ validated }: PullRequestFacts): string {
  const list = validated.map((check) => `- ${quoted(check)}`).join('\n');
  return `### How it was validated\n\n${list}\n\nNo plan was run: please let your pipeline run one.`;
}

export function howVerified({ control }: PullRequestFacts): string {
  return `### How it will be verified\n\nMerging closes nothing. When the change is applied, Closeloop reads the live resource itself: ${quoted(control.verification, 600)}. Only that closes the finding.`;
}

export function howToDecline(): string {
  return '### How to decline\n\nClose this pull request and say why in a comment: the finding goes to people with your words, and this change is not proposed again. Closeloop leaves a branch alone that somebody else has changed.';
}

function lines(count: number): string {
  return `${count} ${count === 1 ? 'line' : 'lines'}`;
}
