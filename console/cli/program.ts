/** The tree of commands. A command's name, flags and JSON are relied upon by scripts: test/console guards them. */
import { Command, type OutputConfiguration } from 'commander';

import packageJson from '../../package.json' with { type: 'json' };
import { channelsCommands } from '../commands/channels/channels.ts';
import { controlsCommands } from '../commands/controls/controls.ts';
import { doctorCommand } from '../commands/doctor.ts';
import { exceptionsCommands } from '../commands/exceptions/exceptions.ts';
import { findingsCommands } from '../commands/findings/findings.ts';
import { fixCommands } from '../commands/fix.ts';
import { helpCommand } from '../commands/help.ts';
import { killSwitchCommands, stopCommand } from '../commands/kill-switch/kill-switch.ts';
import { routesCommands } from '../commands/routes/routes.ts';
import { whoamiCommand } from '../commands/whoami.ts';
import { type Lines, pageOf } from '../output/page.ts';
import { wrapAfter } from '../output/wrap.ts';
import { commandLine } from './command-line.ts';
import type { Perform } from './describe-command.ts';
import { suggest } from './suggest.ts';

export interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** For COLUMNS and NO_COLOR. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** Receives the advice about wrong usage, for `--json`. */
  readonly advise?: (next: Lines) => void;
}

/** Commander's own errors are thrown instead of ending the process; the caller chooses the exit code. */
export function program(streams: Streams, perform: Perform): Command {
  const tree = new Command('closeloop')
    .description(
      'Closeloop walks every cloud-security finding to a destiny: Fixed, Accepted or Prevented.',
    )
    .option('--json', 'print one line of JSON on stdout; diagnostics stay on stderr')
    .option('--env <file>', 'read NAME=value lines from this file; they replace those of the shell')
    .version(packageJson.version, '--version', 'print the version')
    .addHelpText('after', HELP);
  findingsCommands(tree.command('findings'), perform);
  exceptionsCommands(tree.command('exceptions'), perform);
  fixCommands(tree.command('fix'), perform);
  controlsCommands(tree.command('controls'), perform);
  routesCommands(tree.command('routes'), perform);
  stopCommand(tree.command('stop'), 'stop', perform);
  killSwitchCommands(tree.command('kill-switch'), perform);
  channelsCommands(tree.command('channels'), perform);
  whoamiCommand(tree.command('whoami'), perform);
  doctorCommand(tree.command('doctor'), perform);
  helpCommand(tree.command('help'), tree);
  applySettings(tree, [], { tree, streams });
  return tree;
}

const HELP = `
Start with:
  ${commandLine('doctor')}
  ${commandLine('findings', 'list')}

Exit codes: 0 done; 1 refused, not found or failed; 2 wrong usage, or an
input that could not be judged.
With CLOSELOOP_DEBUG=1 an error shows where it came from; NO_COLOR=1 switches
colours off; COLUMNS=80 makes lines fit.
While \`npm run demo\` runs and none of AWS_REGION, AWS_PROFILE, AWS_ENDPOINT_URL
and TEMPORAL_ADDRESS is set, commands use the sandbox.`;

/** Commander gives settings only to commands that are added later, so all get them at the end. */
function applySettings(command: Command, path: readonly string[], whole: Whole): void {
  command
    .exitOverride()
    .configureOutput(output(path, whole))
    .configureHelp({ showGlobalOptions: true })
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false);
  for (const child of command.commands) applySettings(child, [...path, child.name()], whole);
}

interface Whole {
  readonly tree: Command;
  readonly streams: Streams;
}

function output(path: readonly string[], { tree, streams }: Whole): OutputConfiguration {
  const { stdout, stderr, variables = {}, advise } = streams;
  const page = pageOf(stderr, variables);
  const { width: out } = pageOf(stdout, variables);
  return {
    writeOut: (text) => stdout.write(text),
    writeErr: (text) => stderr.write(text),
    outputError: (text, write) => {
      const [first = '', ...more] = sentence(text).split('\n');
      const said = [...wrapAfter(`${page.style.red('✗')} `, first, page), ...more];
      const next = whatToDo(tree, path, text);
      advise?.(next);
      const lines = [...said, '', 'What to do:', ...next.map((line) => `  ${line}`)];
      write(`${page.print(lines)}\n`);
    },
    getOutHelpWidth: () => Math.min(out, PIPE_WIDTH),
    getErrHelpWidth: () => Math.min(page.width, PIPE_WIDTH),
  };
}

/** Commands that may have been meant, and the help of the part that was right. */
function whatToDo(tree: Command, path: readonly string[], text: string): Lines {
  const unknown = /unknown command '(.+)'/.exec(text)?.[1];
  const meant = unknown === undefined ? [] : suggest(tree, path, unknown);
  return [...meant.map((one) => commandLine(...one.split(' '))), commandLine(...path, '--help')];
}

/** Commander's message as a sentence. */
export function sentence(text: string): string {
  const words = text.replace(/^error: /, '').trim();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

const PIPE_WIDTH = 100;
