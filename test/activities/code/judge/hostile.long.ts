import { describeHostile } from './describe-hostile.ts';
import { MORE, SLOW } from './hostile.ts';

describe('more files of 400 KB that nobody writes by accident', () => describeHostile(MORE));

describe('files of 400 KB that take the whole limit', () => describeHostile(SLOW));
