import { decide } from './decide.ts';
import type { Circumstances, Step } from './decide.ts';
import { describeBroken } from './event/event.ts';
import type { Opened } from './event/event.ts';
import type { ParsedFinding } from './event/finding.ts';
import type { Action, Reason } from './reasons.ts';

/** One line of `findings explain`: what the starter would do with one problem of one finding. */
export interface Explanation {
  /** The finding's place in the file; null for an event without usable findings. */
  readonly index: number | null;
  readonly action: Action;
  readonly control: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly resource: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly workflowId: string | null;
  readonly reason: string;
  /** The reason's name in the metrics. */
  readonly counted: Reason;
}

/** What the starter would do with opened events. No server is queried, so what the ledger knows does not count. */
export function explainOpened(
  events: readonly Opened[],
  rules: Pick<Circumstances, 'catalogue' | 'intake'>,
): readonly Explanation[] {
  let first = 0;
  return events.flatMap((opened) => {
    if (!opened.ok) return [refusal(null, opened.why, opened.message)];
    const from = first;
    first += opened.event.findings.length;
    return opened.event.findings.flatMap((parsed, at) =>
      explainFinding(parsed, from + at, {
        ...rules,
        action: opened.event.action,
        known: undefined,
      }),
    );
  });
}

function explainFinding(
  parsed: ParsedFinding,
  index: number,
  circumstances: Circumstances,
): readonly Explanation[] {
  if (!parsed.ok) return [refusal(index, 'malformed', describeBroken(parsed.broken, index))];
  const { finding } = parsed;
  const { steps, refusal: refused } = decide(finding, circumstances);
  const explained = steps.map((step) => explainStep(index, step));
  if (refused === null) return explained;
  const { account, region } = finding;
  return [...explained, { ...refusal(index, refused.reason, refused.text), account, region }];
}

function explainStep(index: number, step: Step): Explanation {
  const { problem, workflowId, tags } = step.identified;
  return {
    index,
    action: step.action,
    control: problem.control,
    account: problem.account,
    region: problem.region,
    resource: problem.resource.name,
    tags: Object.fromEntries(tags),
    workflowId,
    reason: step.text,
    counted: step.reason,
  };
}

function refusal(index: number | null, reason: Reason, text: string): Explanation {
  const nothing = { control: null, account: null, region: null, resource: null, workflowId: null };
  return { index, action: 'refuse', ...nothing, tags: {}, reason: text, counted: reason };
}
