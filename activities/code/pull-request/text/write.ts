import { plain } from './escape.ts';
import type { PullRequestFacts } from './facts.ts';
import {
  findings,
  howToDecline,
  howValidated,
  howVerified,
  opening,
  why,
  whatChanges,
} from './sections.ts';

export interface PullRequestText {
  readonly title: string;
  /** Markdown, at most `LONGEST_BODY` characters; without the hidden id. */
  readonly body: string;
  /** The commit's: it holds nothing that a finding says. */
  readonly message: string;
}

/** GitHub takes 65 536 characters, other hosts as many or more; the hidden id comes on top. */
export const LONGEST_BODY = 60_000;

/** What people read of a fix; no word of it closes an issue. Long lists are cut before the parts that tell what to do. */
export function writePullRequest(facts: PullRequestFacts): PullRequestText {
  const title = `${plain(facts.control.id)}: change ${plain(facts.block)} in ${fileName(facts.path)}`;
  const first = opening(facts);
  const last = [
    why(facts),
    whatChanges(facts),
    howValidated(facts),
    howVerified(facts),
    howToDecline(),
  ].join('\n\n');
  const room = LONGEST_BODY - first.length - last.length - 100;
  const body = [first, findings(facts, room), last].join('\n\n');
  return { title, body, message: messageOf(facts, title) };
}

function messageOf({ control, author }: PullRequestFacts, title: string): string {
  const by = author.kind === 'control' ? 'the control itself' : `model ${plain(author.model)}`;
  return `${title}\n\nProposed by Closeloop for ${plain(control.id)}, written by ${by}.\n`;
}

function fileName(path: string): string {
  return plain(path.split('/').at(-1) ?? path);
}
