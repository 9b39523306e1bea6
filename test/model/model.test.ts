/** Random lives against the real workflow, on emulated AWS and a server that skips time. */
import { runSequences, startModel } from './run.ts';
import type { Model } from './run.ts';

let model: Model;
before(async function () {
  this.timeout(120_000);
  model = await startModel();
});
after(async () => {
  await model.stop();
});

const seed = Number(process.env['CLOSELOOP_MODEL_SEED'] ?? Date.now() % 1_000_000);

it(`fifty random lives keep the promises (seed ${seed})`, async function () {
  this.timeout(240_000);
  await runSequences(model, { seed, lanes: 50, rounds: 5 });
});
