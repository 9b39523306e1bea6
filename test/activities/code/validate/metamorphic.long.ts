/** As `metamorphic.test.ts`, with more modules. */
import { longSize } from '../../../long-size.ts';
import { changesOfTheSameMeaning } from './metamorphic.ts';

const runs = longSize({ ci: 60, full: 600 });

describe(`${runs} random modules for each change`, () => changesOfTheSameMeaning(runs));
