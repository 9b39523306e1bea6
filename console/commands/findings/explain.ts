/** `findings explain FILE`: what the starter would do with an event and why. No server, no credentials. */
import { loadIntake } from '../../../policies/intake.ts';
import { UnreadableEvent } from '../../../starter/event/json-values.ts';
import { openText } from '../../../starter/event/read-file.ts';
import { explainOpened } from '../../../starter/explain.ts';
import type { Explanation } from '../../../starter/explain.ts';
import { CATALOGUE } from '../../../starter/identity/catalogue.ts';
import { fileName, NAME_A_FILE, readEvent } from '../../cli/read-event.ts';
import type { Reply } from '../../cli/reply.ts';
import { shownFinding } from '../../cli/shown-finding.ts';
import type { ShownFinding } from '../../cli/shown-finding.ts';
import { POLICIES } from '../../connect/env.ts';
import type { Lines, Page } from '../../output/page.ts';
import { wrapAfter } from '../../output/wrap.ts';

/** Fails where something is refused; a file that is no JSON is explained too, as input that could not be judged. */
export async function explainFile(
  file: string,
  { policiesDir = process.env['CLOSELOOP_POLICIES_DIR'] ?? POLICIES } = {},
): Promise<Reply> {
  const name = fileName(file);
  const text = await readEvent(file);
  const shown = shownFinding(text);
  if (shown !== null) return reply([known(shown)], name);
  const intake = await loadIntake(policiesDir);
  try {
    return reply(explainOpened(openText(text), { catalogue: CATALOGUE, intake }), name);
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    const reason = `${name}: ${error.message}. ${NAME_A_FILE}`;
    return { ...reply([unreadable(reason)], name), unusable: true };
  }
}

function reply(explanations: readonly Explanation[], file: string): Reply {
  const findings = explanations.map((told) => ({ ...told, counted: undefined }));
  return {
    json: { findings },
    text: (page) => asText(explanations, file, page),
    failed: explanations.some(({ action }) => action === 'refuse'),
  };
}

function asText(explanations: readonly Explanation[], file: string, page: Page): Lines {
  const { style } = page;
  return explanations.flatMap((told) => {
    const which = told.index === null ? file : `finding ${told.index + 1}`;
    const what = told.workflowId ?? '';
    return [
      `${style.bold(told.action.padEnd(6))} ${which} ${style.dim(what)}`,
      ...wrapAfter('       ', told.reason, page),
    ];
  });
}

/** Of a problem that has its lifecycle: what a new report of it does. */
function known({ workflowId, problem }: ShownFinding): Explanation {
  const { control, account, region, resource } = problem;
  const reason =
    '`findings show` printed this: the problem has this lifecycle, and a new report of it reaches that';
  const where = { control, account, region, resource: resource.name, workflowId };
  return {
    index: 0,
    action: 'wake',
    ...where,
    tags: {},
    reason,
    counted: control === null ? 'unmapped' : 'reported',
  };
}

function unreadable(reason: string): Explanation {
  const nothing = { control: null, account: null, region: null, resource: null, workflowId: null };
  return { index: null, action: 'refuse', ...nothing, tags: {}, reason, counted: 'not-an-event' };
}
