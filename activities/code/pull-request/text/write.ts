import { plain } from './escape.ts';
import type { PullRequestFacts } from './facts.ts';
import { change, checks, decisions, details, problem } from './sections.ts';

export interface PullRequestText {
  readonly title: string;
  /** Markdown, at most `LONGEST_BODY` characters; without the hidden id. */
  readonly body: string;
  /** The commit's: it contains nothing that a finding says. */
  readonly message: string;
}

/** GitHub takes 65,536 characters, other hosts at least as many; the hidden id is added to this. */
export const LONGEST_BODY = 60_000;

/** The title says what is done and on what; the body begins with what decides and ends with ids. */
export function writePullRequest(facts: PullRequestFacts): PullRequestText {
  const { control, resource, block, path, author } = facts;
  const title = `${control.action} on ${plain(resource.name)}`;
  const first = [problem, change, checks, decisions].map((section) => section(facts)).join('\n\n');
  const body = `${first}\n\n${details(facts, LONGEST_BODY - first.length - 100)}`;
  const by = author.kind === 'control' ? 'the control itself' : `model ${plain(author.model)}`;
  const what = `Changes ${plain(block)} in ${plain(path.split('/').at(-1) ?? path)}.`;
  const message = `${title}\n\n${what} Proposed by Closeloop for ${plain(control.id)}, written by ${by}.\n`;
  return { title, body, message };
}
