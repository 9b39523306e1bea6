import type { FixPlace } from '../../../domain/code-fix.ts';
import type { Problem } from '../../../domain/finding.ts';
import type { GitHost } from '../host/git-host.ts';
import type { Languages } from '../validate/languages.ts';
import { nameOf, readSource } from './read-source.ts';

/** `holds`: the block is compliant. `because` is a sentence without its full stop. */
export type SourceStatus =
  | { readonly source: 'holds' }
  | { readonly source: 'open' | 'unknown'; readonly because: string };

/** Checks the block on the default branch as it is now, by the control's own test. Throws what the host throws. */
export async function checkSource(
  deps: { readonly host: GitHost; readonly languages: Languages },
  place: FixPlace,
  { resource, account, region }: Problem,
): Promise<SourceStatus> {
  const hints = {
    address: place.block,
    resourceName: resource.name,
    account,
    region,
    tags: new Map(),
  };
  const source = await readSource(deps, place, hints);
  if ('unreadable' in source) return { source: 'unknown', because: source.unreadable };
  const { effect } = source.target;
  const block = `${place.block} in ${nameOf(place, source.base)}`;
  if (effect === 'pass') return { source: 'holds' };
  return effect === 'fail'
    ? { source: 'open', because: `${block} is not compliant` }
    : { source: 'unknown', because: `${block} does not say whether it is compliant` };
}
