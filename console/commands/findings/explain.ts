/** `findings explain FILE`: what the starter would do with an event and why. No server, no credentials. */
import { loadIntake } from '../../../policies/intake.ts';
import { UnreadableEvent } from '../../../starter/event/json-values.ts';
import { openText } from '../../../starter/event/read-file.ts';
import { explainOpened } from '../../../starter/explain.ts';
import type { Explanation } from '../../../starter/explain.ts';
import { CATALOGUE } from '../../../starter/identity/catalogue.ts';
import { fileName, NAME_A_FILE, readEvent } from '../../cli/read-event.ts';
import type { Reply } from '../../cli/reply.ts';
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

function unreadable(reason: string): Explanation {
  const nothing = { control: null, account: null, region: null, resource: null, workflowId: null };
  return { index: null, action: 'refuse', ...nothing, tags: {}, reason, counted: 'not-an-event' };
}
