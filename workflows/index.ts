/** The workflow bundle's entry: what a worker can run. */
export { Audit } from './audit.ts';
export { FindingLifecycle } from './finding-lifecycle.ts';
export { KillSwitch } from './kill-switch.ts';
export { ScopedException } from './scoped-exception.ts';
export { Sweep } from './sweep.ts';
