/** As `model.test.ts`, with more lives, and longer ones. */
import { longSize } from '../long-size.ts';
import { chosenSeed, counter, checkPromises } from './check-promises.ts';
import { startModel } from './world.ts';
import type { Model } from './world.ts';

const BATCHES = longSize({ ci: 4, full: 10 });

describe(`${BATCHES * 100} random lives`, () => {
  let model: Model;
  before(async () => {
    model = await startModel();
  });
  after(async () => {
    await model.stop();
  });

  const { seed, only } = chosenSeed();
  const nextRun = counter();

  for (let batch = 0; batch < (only === null ? BATCHES : 1); batch += 1) {
    it(`a hundred random lives keep the promises (CLOSELOOP_SEED=${seed + batch})`, async () => {
      await checkPromises(model, { seed: seed + batch, only }, { count: 100, rounds: 5, nextRun });
    });
  }
});
