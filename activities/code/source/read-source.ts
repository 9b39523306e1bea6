import type { FileRead, Head, ReadableHost } from '../host/git-host.ts';
import type { SiblingFile } from '../validate/language.ts';
import type { Languages } from '../validate/languages.ts';
import { locateTarget } from '../validate/locate-target.ts';
import type { LocatedTarget } from '../validate/locate-target.ts';
import { isRejection } from '../validate/rejection.ts';
import type { Rejection } from '../validate/rejection.ts';
import type { TargetHints } from '../validate/source/target.ts';
import { readSiblings } from './read-siblings.ts';
import type { FilePlace, Unreadable } from './unreadable.ts';

/** A file of a repository at one commit. */
export interface SourceFile extends Omit<Extract<FileRead, { kind: 'file' }>, 'kind'> {
  readonly base: Head;
}

/** A source file with the other files of its module, at the same commit. */
export interface SourceInFolder extends SourceFile {
  readonly siblings: readonly SiblingFile[];
}

/** A source file with the block that a fix is about, as the control judges it. */
export interface Source extends SourceInFolder {
  readonly target: LocatedTarget;
}

/** Reads the file at the head of the default branch and finds the block in it. Throws what the host throws. */
export async function readSource(
  { host, languages }: { readonly host: ReadableHost; readonly languages: Languages },
  place: FilePlace & { readonly control: string },
  hints: TargetHints,
): Promise<Source | Unreadable> {
  const file = await readInFolder(host, place);
  if ('unreadable' in file) return file;
  const { control, path } = place;
  const { bytes: source, siblings } = file;
  const query = { control, path, source, siblings, target: hints };
  const target = await locateTarget(languages, query);
  return isRejection(target) ? unjudged(place, file.base, target) : { ...file, target };
}

/** Why the block of a file that was read cannot be judged. */
export function unjudged(place: FilePlace, base: Head, rejection: Rejection): Unreadable {
  const { code, reason, inside } = rejection;
  const unreadable = `${nameOf(place, base)}: ${code}: ${reason}`;
  return inside === undefined ? { unreadable } : { unreadable, inside: { ...inside, base } };
}

/** Reads the file at the head of the default branch, or at the commit `at`. Throws what the host throws. */
export async function readFile(
  host: ReadableHost,
  place: FilePlace,
  at?: Head,
): Promise<SourceFile | Unreadable> {
  const { repository, path } = place;
  const base = at ?? (await host.head(repository));
  if (base === null) return { unreadable: noRepository(repository) };
  const file = await host.readFile({ repository, commit: base.commit, path }, LARGEST);
  const name = nameOf(place, base);
  if (file.kind === 'absent') return { unreadable: `${name} does not exist` };
  if (file.kind === 'refused') return { unreadable: `${name} was not read: ${file.because}` };
  const { bytes, blob, mode } = file;
  return { base, bytes, blob, mode };
}

/** As `readFile`, with the other files of the module that the file belongs to. */
export async function readInFolder(
  host: ReadableHost,
  place: FilePlace,
  at?: Head,
): Promise<SourceInFolder | Unreadable> {
  const file = await readFile(host, place, at);
  if ('unreadable' in file) return file;
  const siblings = await readSiblings(host, place, file.base);
  if ('unreadable' in siblings)
    return { unreadable: `${nameOf(place, file.base)}: ${siblings.unreadable}` };
  return { ...file, siblings };
}

/** In bytes: about twice what the validator takes (512 KB), so that no file that Closeloop wrote is refused. */
const LARGEST = 1_000_000;

export function isSameFile(
  one: Pick<SourceFile, 'blob' | 'mode'>,
  other: Pick<SourceFile, 'blob' | 'mode'>,
): boolean {
  return one.blob === other.blob && one.mode === other.mode;
}

export function noRepository(repository: string): string {
  return `${repository} is empty, or Closeloop has no access to it`;
}

/** `infra/s3.tf of acme/infra (main at 0a1b2c3d4e5f)` */
export function nameOf({ repository, path }: FilePlace, { branch, commit }: Head): string {
  return `${path} of ${repository} (${branch} at ${commit.slice(0, 12)})`;
}
