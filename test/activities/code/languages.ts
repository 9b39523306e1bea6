import { openLanguages } from '../../../activities/code/validate/languages.ts';

/**
 * One thread with its parsers for all test files of a process, since each start takes a second of CPU. It is never
 * closed: idle, it does not keep the process alive.
 */
export const languages = openLanguages();
