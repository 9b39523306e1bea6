import { describeHostile } from './describe-hostile.ts';
import { SLOW } from './hostile.ts';

describe('files of 400 KB that take the whole limit', () => describeHostile(SLOW));
