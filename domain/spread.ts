/** Findings of one import have equal deadlines; without this they would all wake in the same second. */
const WINDOW = 30 * 60_000;

/**
 * A moment up to half an hour before `at` (epoch milliseconds), the same for the same lifecycle, but by no more
 * than a tenth of the time since `since`. Only earlier, so that nothing is spread past a deadline or an expiry.
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
