import type { FixPlace } from '../../../domain/code-fix.ts';
import type { Problem } from '../../../domain/finding.ts';
import { MOST_SOURCE_BYTES } from '../host/git-host.ts';
import type { GitHost } from '../host/git-host.ts';
import type { Languages } from '../validate/languages.ts';
import { locateTarget } from '../validate/locate-target.ts';
import { isRejection } from '../validate/rejection.ts';

/** What the default branch says of a block: it holds, it does not, or nobody can tell, with a sentence without its end. */
export type SourceNow =
  | { readonly source: 'holds' }
  | { readonly source: 'open' | 'unknown'; readonly because: string };

/** The file as it is at the head now, judged by the control's own test. Throws what the host throws. */
export async function sourceNow(
  { host, languages }: { readonly host: GitHost; readonly languages: Languages },
  { repository, path, block, control }: FixPlace,
  { resource }: Problem,
): Promise<SourceNow> {
  const base = await host.head(repository);
  if (base === null) return unknown(`${repository} is not there for Closeloop, or empty`);
  const { branch, commit } = base;
  const where = `${path} of ${repository} on ${branch} (${commit.slice(0, 12)})`;
  const file = await host.readFile({ repository, commit, path }, MOST_SOURCE_BYTES);
  if (file.kind === 'absent') return unknown(`${where} is not there`);
  if (file.kind === 'refused') return unknown(`${where} is not read: ${file.because}`);
  const target = { address: block, resourceName: resource.name, tags: new Map<string, string>() };
  const found = await locateTarget(languages, { control, path, source: file.bytes, target });
  if (isRejection(found)) return unknown(`${where}: ${found.code}: ${found.reason}`);
  if (found.effect === 'pass') return { source: 'holds' };
  const says = found.effect === 'fail' ? 'does not hold' : 'does not say whether it holds';
  const because = `${block} in ${where} ${says}`;
  return { source: found.effect === 'fail' ? 'open' : 'unknown', because };
}

function unknown(because: string): SourceNow {
  return { source: 'unknown', because };
}
