/** Random lives against the real workflow, on emulated AWS and a server that skips time. */
import { chosenSeed, counter, checkPromises } from './check-promises.ts';
import { startModel } from './world.ts';
import type { Model } from './world.ts';

let model: Model;
before(async function () {
  this.timeout(120_000);
  model = await startModel();
});
after(async () => {
  await model.stop();
});

const chosen = chosenSeed();

it(`six random lives keep the promises (CLOSELOOP_SEED=${chosen.seed})`, async function () {
  this.timeout(240_000);
  await checkPromises(model, chosen, { count: 6, rounds: 4, nextRun: counter() });
});
