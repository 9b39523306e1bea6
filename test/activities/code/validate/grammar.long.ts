/** As `grammar.test.ts`, with more files. */
import { longSize } from '../../../long-size.ts';
import { splitsChangedFiles } from './grammar.ts';

const files = longSize({ ci: 2000, full: 20_000 });

describe(`the grammar, with ${files} changed files`, () => splitsChangedFiles(files));
