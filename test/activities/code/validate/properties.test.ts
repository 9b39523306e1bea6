import { acceptedAnswers } from './accepted-answers.ts';

/** What `npm test` can afford; `properties.long.ts` runs more. */
acceptedAnswers({ changes: 120, judged: 40, bytes: 40, accepted: 5 });
