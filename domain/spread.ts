/** Findings that arrive together have equal deadlines. Spread over this window, they do not all wake in one second. */
const WINDOW = 30 * 60_000;

/**
 * A moment up to half an hour before `at` (epoch milliseconds), always the same for a lifecycle, and earlier by at most
 * a tenth of the time since `since`. Never later, so that no deadline or expiry is missed.
 */
export function spreadEarlier(at: number, since: number, workflowId: string): number {
  const window = Math.min(WINDOW, Math.floor((at - since) / 10));
  return window <= 0 ? at : at - (hash32(workflowId) % window);
}

/** FNV-1a, 32 bit: cheap and the same on every worker. http://www.isthe.com/chongo/tech/comp/fnv/ */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}
