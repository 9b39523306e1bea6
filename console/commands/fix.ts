import { InvalidArgumentError, type Command } from 'commander';

import { CliError } from '../cli/cli-error.ts';
import { commandLine } from '../cli/command-line.ts';
import { describeCommand, NEEDS, type Perform } from '../cli/describe-command.ts';
import type { FixCase } from '../fix/case.ts';

const FINDING =
  'the finding (ASFF), an event that carries it, or what `findings show --json` prints';

/** The noun `fix`: fixes in code. */
export function fixCommands(noun: Command, perform: Perform): void {
  const purpose = 'Ask a model for a fix in code, and judge its answer';
  noun.summary(purpose).description(purpose);
  check(noun, perform);
  propose(noun, perform);
}

function check(noun: Command, perform: Perform): void {
  describeCommand(noun.command('check'), {
    purpose: "Say whether a model's answer may be committed as the fix of a finding",
    exactly: EXACTLY,
    needs: `${NEEDS.nothing}; CLOSELOOP_POLICIES_DIR for policies elsewhere;\n  CLOSELOOP_CHECKOV for --require-checkov, a Python that has Checkov`,
    examples: [
      'fix check --finding samples/fix/finding.json --source samples/fix/main.tf --diff samples/fix/answer.diff',
      'fix check samples/fix --json',
    ],
  })
    .argument('[dirs...]', 'folders with a case.json that names the files of a case')
    .option('--finding <file>', FINDING)
    .option('--source <file>', 'the Terraform file or CloudFormation template, as it is now')
    .option('--diff <file>', "the model's answer; - for standard input")
    .option('--path <path>', "the file's path in its repository, which the diff must name")
    .option('--target <address>', 'the block to fix: type.name, or a CloudFormation logical id')
    .option(
      '--siblings <dir>',
      "folder with the source's neighbours, which Terraform reads with it",
    )
    .option('--max-changed-lines <n>', 'added plus removed lines that are allowed (50)', limit)
    .option('--require-checkov', 'accept only what Checkov agrees with')
    .action(async (dirs: readonly string[], options: Options) => {
      await perform(async () => {
        const cases = caseOf(options, dirs);
        const { openLanguages } = await import('../../activities/code/validate/languages.ts');
        const languages = openLanguages();
        // Parsers take longest to start.
        for (const { source } of cases) languages.prepare(source);
        const { fixCheck } = await import('./fix-check.ts');
        const requireCheckov = options.requireCheckov ?? false;
        return await fixCheck({ languages, cases, folders: dirs, requireCheckov });
      });
    });
}

function propose(noun: Command, perform: Perform): void {
  describeCommand(noun.command('propose'), {
    purpose: 'Ask a model for a fix of one file, and show the verdict on each answer',
    exactly: PROPOSE,
    needs: 'AWS credentials that may call bedrock:InvokeModel; CLOSELOOP_MODEL_ID, or --model',
    examples: [
      'fix propose --finding samples/fix/finding.json --source samples/fix/main.tf --path main.tf',
    ],
  })
    .requiredOption('--finding <file>', FINDING)
    .requiredOption(
      '--source <file>',
      'the Terraform file or CloudFormation template, as it is now',
    )
    .option('--path <path>', "the file's path in its repository (default: as given in --source)")
    .option('--target <address>', 'the block to fix: type.name, or a CloudFormation logical id')
    .option(
      '--siblings <dir>',
      "folder with the source's neighbours, which Terraform reads with it",
    )
    .option('--model <id>', 'a Bedrock model id or inference profile')
    .action(async (options: ProposeOptions) => {
      await perform(async () => {
        const { finding, source, path = source, target = null, siblings = null } = options;
        const { openLanguages } = await import('../../activities/code/validate/languages.ts');
        const { fixPropose } = await import('./fix-propose.ts');
        const { openBedrock } = await import('../fix/bedrock.ts');
        const files = { finding, source, path, target, siblings };
        const languages = openLanguages();
        const { bedrock, model } = openBedrock(options.model);
        try {
          return await fixPropose({ languages, bedrock, model, ...files });
        } finally {
          bedrock.destroy();
        }
      });
    });
}

const PROPOSE = `The model is asked at most three times, with the reason of each rejection.
Nothing is committed. The same checks as of fix check judge every answer.

Exit codes: 0 an answer was accepted; 1 none was; 2 wrong usage.`;

interface ProposeOptions {
  readonly finding: string;
  readonly source: string;
  readonly path?: string;
  readonly target?: string;
  readonly siblings?: string;
  readonly model?: string;
}

const EXACTLY = `Seven checks run in this order, and the first that fails rejects the answer:
parse, file-scope, size, apply, resource-scope, safety, effect.

Where the source only calls a module by its path, and --siblings has that
module's folder, the answer is judged as a change of the module's own file.

Exit codes: 0 accepted; 1 rejected; 2 could not judge: the source does not
parse or is too large, the target is not in it, a file cannot be read, or
Checkov was required and did not run. With --json each case is one line.`;

interface Options {
  readonly finding?: string;
  readonly source?: string;
  readonly diff?: string;
  readonly path?: string;
  readonly target?: string;
  readonly siblings?: string;
  readonly maxChangedLines?: number;
  readonly requireCheckov?: boolean;
}

function caseOf(options: Options, dirs: readonly string[]): readonly FixCase[] {
  const { finding, source, diff, path, target, siblings, maxChangedLines } = options;
  const named = [finding, source, diff].some((file) => file !== undefined);
  if (!named && dirs.length > 0) return [];
  if (finding === undefined || source === undefined || diff === undefined) {
    throw new CliError('usage', '--finding, --source and --diff are needed, or folders.', {
      next: [commandLine('fix', 'check', '--help')],
      exitCode: 2,
    });
  }
  const rest = { path: path ?? null, target: target ?? null, siblings: siblings ?? null };
  return [{ name: null, finding, source, diff, ...rest, maxChangedLines: maxChangedLines ?? null }];
}

function limit(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a number from 1.');
}
