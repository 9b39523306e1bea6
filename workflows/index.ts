/** The workflow bundle's entry: what a worker can run. */
export { FindingLifecycle } from './finding-lifecycle.ts';
export { Sweep } from './sweep.ts';
