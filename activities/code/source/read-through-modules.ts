/** Follows calls of local modules to the file that makes the resource. */
import { posix } from 'node:path';

import { isWithin, repositoriesFor } from '../../../policies/repositories.ts';
import type { FolderFile, Head, ReadableHost } from '../host/git-host.ts';
import { protectedPath } from '../protected-paths.ts';
import { plainText, readTextFile } from '../validate/diff/text-file.ts';
import type { SiblingFile } from '../validate/language.ts';
import { locateTarget } from '../validate/locate-target.ts';
import { isRejection } from '../validate/rejection.ts';
import { isConfiguration, MODULE_LIMITS } from '../validate/terraform/module-files.ts';
import type { LocateDeps, LocatedSource } from './locate-source.ts';
import { callersUpwards, folderOf, inputsAsFiles, isRootModule, mayCall } from './module-calls.ts';
import { nameOf, readFile, readSource, unjudged } from './read-source.ts';
import type { Source } from './read-source.ts';
import { readTexts, SEARCH_LIMITS } from './read-texts.ts';
import type { InsideModule, Unreadable } from './unreadable.ts';

export interface SourceOfResource {
  /** Of the file that makes the resource. */
  readonly path: string;
  readonly source: Source;
}

interface ReadDeps extends Pick<LocateDeps, 'languages' | 'repositories'> {
  readonly host: ReadableHost;
}

interface About {
  readonly control: string;
  readonly account: string;
}

/** Calls within calls. */
const DEEPEST = 4;

/**
 * Reads the located file; where it calls a module of the same repository that makes the resource, reads that module's
 * file instead, with the call's inputs as the values of its variables. A module that is called more than once is
 * somebody's decision, also where its file was located directly: all callers are named. Throws what the host throws.
 */
export async function readThroughModules(
  deps: ReadDeps,
  { place, hints }: LocatedSource,
  about: About,
): Promise<SourceOfResource | Unreadable> {
  const { repository, path } = place;
  const read = await readSource(deps, { repository, path, control: about.control }, hints);
  if (!('unreadable' in read))
    return (await calledMoreOften(deps.host, place, read)) ?? { path, source: read };
  let step: Step = { path, unreadable: read, hints };
  for (let depth = 0; depth < DEEPEST; depth++) {
    const { inside } = step.unreadable;
    if (inside === undefined) return step.unreadable;
    const next = await enter(deps, { ...about, repository }, { ...step, inside });
    if ('source' in next || !('hints' in next)) return next;
    step = next;
  }
  return step.unreadable;
}

/** The located file may itself be of a module. Null where it is called once at most, or is of a root module. */
async function calledMoreOften(
  host: ReadableHost,
  { repository, path }: LocatedSource['place'],
  { base, bytes, siblings }: Source,
): Promise<Unreadable | null> {
  const own = { path, text: Buffer.from(bytes).toString('utf8') };
  if (!mayCall(path) || isRootModule([own, ...siblings])) return null;
  const name = nameOf({ repository, path }, base);
  const texts = await readCallers(host, repository, base);
  if (typeof texts === 'string') return { unreadable: `${name} may be of a module, and ${texts}` };
  const folder = posix.dirname(path);
  const callers = callersUpwards(folder, texts);
  return callers.length > 1
    ? { unreadable: `${name} is of the module ${folder}, which ${timesInWords(callers)}` }
    : null;
}

function timesInWords(callers: readonly string[]): string {
  const all = [...new Set(callers)].join(', ');
  return `is called ${callers.length} times, in ${all}: a change there changes all of them`;
}

/** A file that was read and only calls the module that makes the resource. */
interface Step {
  readonly path: string;
  readonly unreadable: Unreadable;
  readonly hints: LocatedSource['hints'];
}

async function enter(
  deps: ReadDeps,
  about: About & { readonly repository: string },
  { path, hints, inside }: Step & { readonly inside: InsideModule },
): Promise<SourceOfResource | Unreadable | Step> {
  const { repository } = about;
  const { base, call, source } = inside;
  const where = `${call} in ${nameOf({ repository, path }, base)}`;
  const folder = folderOf(path, source);
  if (folder === null) return { unreadable: `${where} calls ${source}, outside of the repository` };
  const texts = await readCallers(deps.host, repository, base);
  if (typeof texts === 'string') return { unreadable: `${where} calls ${folder}, and ${texts}` };
  const callers = callersUpwards(folder, texts);
  if (callers.length > 1) {
    const times = timesInWords(callers);
    return { unreadable: `${where} makes the resource inside ${folder}, which ${times}` };
  }
  const at = { repository, commit: base.commit, folder };
  const read = await deps.host.readFolder(at, { wanted: isConfiguration, ...MODULE_LIMITS });
  if (read.kind !== 'files') {
    const why = read.kind === 'refused' ? read.because : 'which does not exist';
    return { unreadable: `${where} calls ${folder}, ${why}` };
  }
  const own = { ...hints, address: addressInside(hints.address) };
  return await findIn(deps, about, { folder, files: read.files, inside, hints: own });
}

/** `module.logs["a"].aws_s3_bucket.this` is `aws_s3_bucket.this` inside of the module. */
function addressInside(address: string | null): string | null {
  const rest = /^module\.[\w-]+(?:\[[^\]]*\])?\.(.+)$/.exec(address ?? '')?.[1];
  return rest ?? null;
}

interface Module {
  readonly folder: string;
  readonly files: readonly FolderFile[];
  readonly inside: InsideModule;
  readonly hints: LocatedSource['hints'];
}

/** The one file of the module with the block that makes the resource. */
async function findIn(
  deps: ReadDeps,
  { control, account, repository }: About & { readonly repository: string },
  { folder, files, inside, hints }: Module,
): Promise<SourceOfResource | Unreadable | Step> {
  const { base, inputs } = inside;
  const texts: SiblingFile[] = [];
  for (const { name, bytes } of files) {
    const file = readTextFile(bytes);
    const path = posix.join(folder, name);
    if (isRejection(file)) return unjudged({ repository, path }, base, file);
    texts.push({ path: name, text: plainText(file) });
  }
  const found: SourceOfResource[] = [];
  const steps: Step[] = [];
  for (const { name, bytes } of files) {
    const path = posix.join(folder, name);
    const siblings = [...texts.filter((one) => one.path !== name), ...inputsAsFiles(inputs)];
    const query = { control, path, source: bytes, siblings, target: hints };
    const target = await locateTarget(deps.languages, query);
    if (!isRejection(target)) {
      const file = await readFile(deps.host, { repository, path }, base);
      if ('unreadable' in file) return file;
      found.push({ path, source: { ...file, siblings, target } });
    } else if (target.code !== 'TARGET_NOT_FOUND') {
      steps.push({ path, unreadable: unjudged({ repository, path }, base, target), hints });
    }
  }
  const [only] = found;
  if (found.length + steps.length > 1 || only === undefined) {
    const what = `${folder}, called by ${inside.call}, has no single block that makes the resource`;
    return found.length === 0 && steps.length === 1 && steps[0] !== undefined
      ? steps[0]
      : { unreadable: what };
  }
  return forbidden(deps, { repository, account, path: only.path }) ?? only;
}

function forbidden(
  { repositories }: ReadDeps,
  { repository, account, path }: { repository: string; account: string; path: string },
): Unreadable | null {
  const allowed = repositoriesFor(repositories, account).find(({ name }) => name === repository);
  const why = protectedPath(path);
  if (why !== null) return { unreadable: why };
  if (allowed !== undefined && isWithin(allowed, path)) return null;
  const where = allowed?.folders.join(', ') ?? repository;
  return { unreadable: `${path} makes the resource, and is outside of ${where}` };
}

/** The files in which a module can be called; a text says why they were not all read. */
async function readCallers(
  host: ReadableHost,
  repository: string,
  { commit }: Head,
): Promise<ReadonlyMap<string, string> | string> {
  const limits = SEARCH_LIMITS;
  const read = await readTexts(host, { repository, commit }, { wanted: mayCall, limits });
  if (read.kind === 'texts') return read.texts;
  if (read.kind === 'too-large')
    return `${read.path} is too large to be searched for other callers`;
  return `${repository} has too many files to find its other callers`;
}
