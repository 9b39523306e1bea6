/** `findings explain FILE`: what the starter would do with an event and why. No server, no credentials. */
import { readFile } from 'node:fs/promises';

import { loadIntake } from '../../policies/intake.ts';
import { CATALOGUE } from '../../starter/catalogue.ts';
import { explainOpened } from '../../starter/explain.ts';
import type { Explanation } from '../../starter/explain.ts';
import { openText, UnreadableEvent } from '../../starter/read-file.ts';
import { CliError } from '../cli-error.ts';
import { POLICIES } from '../env.ts';
import type { Page } from '../page.ts';
import type { Reply } from '../reply.ts';

/** Reads any file with an event, a batch or findings. A file that is no JSON is explained too, and fails. */
export async function explainFile(
  file: string,
  { policiesDir = process.env['CLOSELOOP_POLICIES_DIR'] ?? POLICIES } = {},
): Promise<Reply> {
  const text = await readEvent(file);
  const intake = await loadIntake(policiesDir);
  try {
    return reply(explainOpened(openText(text), { catalogue: CATALOGUE, intake }), file);
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    return { ...reply([unreadable(`${file}: ${error.message}`)], file), failed: true };
  }
}

/** The text of an event file. Throws a CliError when it cannot be read. */
export async function readEvent(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError('file', `${file} could not be read: ${why}`, {
      next: ['Name a file with an EventBridge event, an SQS batch or findings as JSON.'],
      cause,
    });
  }
}

function reply(explanations: readonly Explanation[], file: string): Reply {
  const findings = explanations.map((told) => ({ ...told, counted: undefined }));
  return { json: { findings }, text: (page) => asText(explanations, file, page) };
}

function asText(explanations: readonly Explanation[], file: string, { style }: Page): string {
  const lines = explanations.flatMap((told) => {
    const which = told.index === null ? file : `finding ${told.index}`;
    const what = told.workflowId ?? '';
    return [
      `${style.bold(told.action.padEnd(6))} ${which} ${style.dim(what)}`,
      `       ${told.reason}`,
    ];
  });
  return lines.join('\n');
}

function unreadable(reason: string): Explanation {
  const nothing = { control: null, account: null, region: null, resource: null, workflowId: null };
  return { index: null, action: 'refuse', ...nothing, tags: {}, reason, counted: 'not-an-event' };
}
