/** `closeloop fix check …`, without the rest of the console: it runs hundreds of times, so it loads little. */
import { parseArgs } from 'node:util';

import { CliError } from './cli-error.ts';
import { fixCheck } from './commands/fix-check.ts';
import type { FixCheckOptions } from './commands/fix-check.ts';

export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** The words after `fix check`. Answers with the exit code; whatever cannot be used is 2, with what to do. */
export async function runFixCheck(words: readonly string[], { out, err }: Output): Promise<number> {
  if (words.includes('--help') || words.includes('-h')) {
    out(HELP);
    return 0;
  }
  try {
    return await fixCheck(readWords(words), (line) => out(`${line}\n`));
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const { code, message, next } = error;
    if (words.includes('--json')) out(`${JSON.stringify({ error: { code, message, next } })}\n`);
    err([`✗ ${message}`, '', 'What to do:', ...next.map((one) => `  ${one}`), ''].join('\n'));
    return 2;
  }
}

const HELP = `Usage: closeloop fix check --finding F --source FILE --diff D [options]
       closeloop fix check DIR… [--json]

Says whether a model's answer may be committed as the fix of a finding.

  --finding F             file with the finding (ASFF) or an event that carries it
  --source FILE           the Terraform file or CloudFormation template, as it is now
  --diff D                the model's answer; - for standard input
  --path PATH             the file's path in its repository, which the diff must name
  --target ADDRESS        the block to fix: type.name, or a CloudFormation logical id
  --max-changed-lines N   added plus removed lines that are allowed (default 50)
  --require-checkov       accept only what Checkov agrees with; 2 when it is not installed
  --json                  one line of JSON for each case
  DIR                     a folder with case.json, which names the files of a case

Exit codes: 0 accepted; 1 rejected; 2 could not judge: the source does not parse or is too large,
the target is not in it, or the command was used wrongly. No server and no credentials are needed.
`;

const OPTIONS = {
  finding: { type: 'string' },
  source: { type: 'string' },
  diff: { type: 'string' },
  path: { type: 'string' },
  target: { type: 'string' },
  'max-changed-lines': { type: 'string' },
  json: { type: 'boolean' },
  'require-checkov': { type: 'boolean' },
} as const;

function readWords(words: readonly string[]): FixCheckOptions {
  const { values, positionals } = parse(words);
  const json = values.json ?? false;
  const policiesDir = process.env['CLOSELOOP_POLICIES_DIR'];
  const requireCheckov = values['require-checkov'] ?? false;
  const means = { json, requireCheckov, ...(policiesDir === undefined ? {} : { policiesDir }) };
  const { finding, source, diff, path, target } = values;
  const named = [finding, source, diff].some((file) => file !== undefined);
  if (!named && positionals.length > 0) return { cases: [], folders: positionals, ...means };
  if (finding === undefined || source === undefined || diff === undefined) {
    throw misused('--finding, --source and --diff are needed, or folders with cases');
  }
  const maxChangedLines = readLimit(values['max-changed-lines']);
  const given = { name: null, finding, source, diff, maxChangedLines };
  const cases = [{ ...given, path: path ?? null, target: target ?? null }];
  return { cases, folders: positionals, ...means };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw misused(error instanceof Error ? error.message : String(error));
  }
}

function readLimit(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw misused(`--max-changed-lines is "${text}", expected a number from 1`);
}

function misused(why: string): CliError {
  return new CliError('usage', `${why}.`, { next: ['closeloop fix check --help'], exitCode: 2 });
}
