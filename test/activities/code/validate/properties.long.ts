/** As `properties.test.ts`, with more changes. */
import { longSize } from '../../../long-size.ts';
import { acceptedAnswers } from './accepted-answers.ts';

const times = longSize({ ci: 1, full: 10 });
const least = { changes: 400, judged: 200, bytes: 150, accepted: 30 };

describe(`${times * (2 * least.changes + least.bytes)} random changes`, () => {
  for (let time = 1; time <= times; time += 1) acceptedAnswers(least);
});
