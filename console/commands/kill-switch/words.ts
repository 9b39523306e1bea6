/** The commands of the kill switch, to copy. */
import { commandLine } from '../../cli/command-line.ts';

export const STOP = commandLine('stop');
/** The first person runs it, and the second one the other. */
export const ASK = commandLine('kill-switch', 'off', '--why', 'your reason');
export const CONFIRM = commandLine('kill-switch', 'confirm');
