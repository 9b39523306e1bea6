import { z } from 'zod';

import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';

/** What TestEventPattern asks for: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html */
const whole = z.looseObject({
  id: z.string(),
  account: z.string(),
  source: z.string(),
  time: z.string(),
  region: z.string(),
  resources: z.array(z.string()),
  'detail-type': z.string(),
  detail: z.looseObject({}),
});

/** The EventBridge event in a file's text. Throws a CliError that says what is missing or wrong. */
export function wholeEvent(text: string, file: string): unknown {
  const value = parse(text, file);
  const parsed = whole.safeParse(value);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path }) => path.join('.')).filter((name) => name !== '');
  const what =
    wrong.length === 0 ? 'it is no JSON object' : `missing or wrong: ${wrong.join(', ')}`;
  throw new CliError('event', `${file} is no EventBridge event: ${what}.`, {
    next: [
      'Routes take whole events, as EventBridge sends them; a finding alone is none.',
      `What Closeloop would do with this file: ${commandLine('findings', 'explain', file)}`,
    ],
    details: { file, wrong },
  });
}

function parse(text: string, file: string): unknown {
  try {
    const event: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return event;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError('event', `${file} is no JSON: ${why}`, {
      next: ['Name a file with one whole EventBridge event.'],
      cause,
    });
  }
}
