import { changesOfTheSameMeaning } from './metamorphic.ts';

/** What `npm test` can afford; `metamorphic.long.ts` runs more. */
changesOfTheSameMeaning(20);
