import { tellNow } from '../notify/tell-now.ts';
import type { TellDeps } from '../notify/tell-now.ts';
import type { SealStoriesDeps } from './seal-stories.ts';

/** Publishes the notification `tampered`; the next pass tells again what was not published. */
export function tellTampered(deps: TellDeps): SealStoriesDeps['tell'] {
  return async ({ workflowId, what }) => {
    const text = `The story is not what was sealed: ${what}`;
    return await tellNow(deps, { workflowId, kind: 'tampered', text });
  };
}
