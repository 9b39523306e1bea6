import type { SiblingFile } from '../language.ts';
import { isRejection, printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { asRecord } from '../source/model.ts';
import type { Block, ModuleParts } from '../source/model.ts';
import { isAutomatic, isLockFile, isModuleFile, isOverrideFile } from './module-files.ts';
import { isVariableFile, MODULE_LIMITS } from './module-files.ts';
import { readTerraformJson } from './read-json.ts';
import { readFile } from './read.ts';
import type { HclEngines } from './read.ts';

/** Reads the other files of a Terraform folder. What cannot be read there leaves the answer unjudged. */
export async function readModule(
  siblings: readonly SiblingFile[],
  engines: HclEngines,
): Promise<ModuleParts | Rejection> {
  const files = siblings.filter(({ path }) => isModuleFile(path));
  const size = files.reduce((sum, { text }) => sum + text.length, 0);
  if (files.length > MODULE_LIMITS.files || size > MODULE_LIMITS.bytes) {
    const what = `${files.length} files with ${size} characters`;
    return reject('SOURCE_TOO_LARGE', `The folder has ${what} beside the source file.`);
  }
  const blocks: Block[] = [];
  const overridden = new Set<string>();
  const variables = new Map<string, unknown>();
  const unknownVariables = new Set<string>();
  let lockedProvider: string | null = null;
  for (const file of files) {
    if (isLockFile(file.path)) {
      lockedProvider = await readLock(file, engines);
      continue;
    }
    if (isVariableFile(file.path)) {
      const values = await readVariables(file, engines);
      if (isRejection(values)) return values;
      for (const [name, value] of Object.entries(values)) {
        if (isAutomatic(file.path)) variables.set(name, value);
        else unknownVariables.add(name);
      }
      continue;
    }
    const read = await readBlocks(file, engines);
    if (isRejection(read)) return read;
    const overrides = isOverrideFile(file.path);
    for (const block of read) {
      if (overrides) overridden.add(block.address);
      else blocks.push(block);
    }
  }
  return { blocks, variables, unknownVariables, overridden, lockedProvider };
}

async function readBlocks(
  { path, text }: SiblingFile,
  engines: HclEngines,
): Promise<readonly Block[] | Rejection> {
  const model = path.endsWith('.json')
    ? readTerraformJson(text, 'before')
    : await readFile(text, engines);
  if (isRejection(model)) return unreadable(path);
  return model.blocks.map((block) => ({ ...block, file: path }));
}

/** The public registries of Terraform and OpenTofu. A lock that cannot be read locks nothing. */
async function readLock({ text }: SiblingFile, { parser }: HclEngines): Promise<string | null> {
  const parsed = await parser.parse(text);
  const providers = parsed.ok ? asRecord(asRecord(parsed.json)?.['provider']) : null;
  const versions = ['terraform.io', 'opentofu.org']
    .map((host) => providers?.[`registry.${host}/hashicorp/aws`])
    .map((one) => asRecord([one].flat()[0])?.['version']);
  return versions.find((one) => typeof one === 'string') ?? null;
}

async function readVariables(
  { path, text }: SiblingFile,
  { parser }: HclEngines,
): Promise<Readonly<Record<string, unknown>> | Rejection> {
  if (path.endsWith('.json')) return parseJson(text) ?? unreadable(path);
  const parsed = await parser.parse(text);
  return (parsed.ok ? asRecord(parsed.json) : null) ?? unreadable(path);
}

function parseJson(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return asRecord(JSON.parse(text));
  } catch {
    return null;
  }
}

function unreadable(path: string): Rejection {
  const why = `${printable(path)} in the same folder does not parse`;
  return reject('SOURCE_UNPARSABLE', `${why}, so the module is not known.`);
}
