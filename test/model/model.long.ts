/** As `model.test.ts`, a thousand lives, and longer ones. */
import { chosenSeed, counter, checkPromises } from './check-promises.ts';
import { startModel } from './world.ts';
import type { Model } from './world.ts';

describe('a thousand random lives', () => {
  let model: Model;
  before(async () => {
    model = await startModel();
  });
  after(async () => {
    await model.stop();
  });

  const { seed, only } = chosenSeed();
  const nextRun = counter();

  for (let batch = 0; batch < (only === null ? 10 : 1); batch += 1) {
    it(`a hundred keep the promises (CLOSELOOP_SEED=${seed + batch})`, async () => {
      await checkPromises(model, { seed: seed + batch, only }, { count: 100, rounds: 5, nextRun });
    });
  }
});
