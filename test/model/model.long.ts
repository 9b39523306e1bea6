/** As `model.test.ts`, a thousand lives, and longer ones. */
import { runSequences, startModel } from './run.ts';
import type { Model } from './run.ts';

let model: Model;
before(async () => {
  model = await startModel();
});
after(async () => {
  await model.stop();
});

const first = Number(process.env['CLOSELOOP_MODEL_SEED'] ?? Date.now() % 1_000_000);

for (let batch = 0; batch < 20; batch += 1) {
  it(`fifty random lives keep the promises (seed ${first + batch})`, async () => {
    await runSequences(model, { seed: first + batch, lanes: 50, rounds: 8 });
  });
}
