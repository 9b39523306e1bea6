import { describeHostile } from './describe-hostile.ts';
import { QUICK } from './hostile.ts';

describe('files of 400 KB that nobody writes by accident', () => describeHostile(QUICK));
