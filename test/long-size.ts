/** How much of a long proof runs: all of it in `npm run test:full`, less in `npm run test:long`, which CI runs. */
export function longSize({ ci, full }: { readonly ci: number; readonly full: number }): number {
  return process.env['CLOSELOOP_FULL'] === '1' ? full : ci;
}
