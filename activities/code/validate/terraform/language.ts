import type { CompanionRules, View } from '../../../../controls/code-change.ts';
import type { LanguageReader, Opened } from '../language.ts';
import { isRejection, printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { includesWord, moduleBlocks } from '../source/model.ts';
import type { Block, Form, ModuleParts, SourceModel } from '../source/model.ts';
import { bindingOf } from './binding.ts';
import { boundTo } from './bound.ts';
import { parseDocuments } from './documents.ts';
import { mayName } from './may-name.ts';
import { dependsOnOnly, findIgnoredChange, isRepeatedTwice, sameProvider } from './meta.ts';
import { readModule } from './module.ts';
import { unknownKeys } from './modules/inputs.ts';
import { knownCall, rulesOfCall } from './modules/rules.ts';
import { notReadModule } from './modules/unknown-module.ts';
import { viewOfCall } from './modules/view.ts';
import { documentAddress } from './policy-document.ts';
import { circleThrough, leadsTo, moduleWithBucket } from './reach.ts';
import { readTerraformJson } from './read-json.ts';
import { openTerraform } from './read.ts';
import type { HclEngines } from './read.ts';
import { findUndefinedReference } from './references.ts';
import { resolve, resolveBody, scopeOf, textOfValue } from './scope.ts';
import { findTerraformTarget } from './target.ts';
import { findTooNew, inVersions } from './versions.ts';
import { viewOf } from './view.ts';

/** Terraform's native syntax, or its JSON, which needs the parsers for expressions only. */
export function terraformReader(engines: HclEngines, syntax: 'native' | 'json'): LanguageReader {
  return {
    open: async (text, changed, siblings = []) => {
      const module = await readModule(siblings, engines);
      if (isRejection(module)) return module;
      return syntax === 'json'
        ? openJson(text, changed, module)
        : openTerraform({ text, changed, module }, engines);
    },
    target: findTerraformTarget,
    bound,
    shared: sharedBy,
    instances: ({ model, companion, target }, link) => {
      if (!sameProvider(companion, target)) return 'other-meta';
      if (!dependsOnOnly(companion, target)) return 'other-meta';
      if (isRepeatedTwice(companion)) return 'other-count';
      const { sameInstances } = bindingOf(companion, link, { target, model });
      return sameInstances ? 'same' : 'other-count';
    },
    rules: (model, target, change) =>
      target.kind === 'module'
        ? rulesOfCall(model, target, { control: change.control, rules: change.terraform })
        : change.terraform,
    view: (model, target, given) => viewIn(model, target, { ...given, engines }),
    settings: (model, { body }) => resolveBody(body, scopeOf(model)),
    undeployable: (sides, { block, isNew, changed, lines }) =>
      findUnknownKey(sides, block) ??
      findIgnoredChange(block, changed) ??
      findUndefinedReference(sides, block, changed) ??
      findCircle(sides, block) ??
      findTooNew(sides.before, { block, isNew, changed, lines }),
    contested: findContest,
    inVersions,
    // https://developer.hashicorp.com/terraform/language/meta-arguments
    meta: new Set([
      'count',
      'for_each',
      'provider',
      'lifecycle',
      'depends_on',
      'provisioner',
      'connection',
    ]),
    companionMeta: new Set(['count', 'for_each', 'provider', 'depends_on', 'region']),
    forms: syntax === 'native' ? NATIVE : JSON_FORMS,
    part: (attribute) => attribute,
  };
}

interface Viewed {
  readonly engines: HclEngines;
  readonly companions: readonly CompanionRules[];
  readonly defaults: boolean;
}

async function viewIn(
  model: SourceModel,
  target: Block,
  { engines, companions, defaults }: Viewed,
): Promise<View> {
  const known = target.kind === 'module' ? knownCall(target) : null;
  const beside = companions.flatMap((rules) => bound(model, target, rules));
  const policies = [...beside, ...bucketPolicies(model)].map(({ body }) => body['policy']);
  const documents = await parseDocuments([...policiesIn(target), ...policies], engines.parser);
  return known === null || isRejection(known)
    ? viewOf(model, { target, companions, documents, defaults })
    : viewOfCall(model, known, { call: target, companions, documents, defaults });
}

/** A log bucket's own policy tells whether it is public. */
function bucketPolicies(model: SourceModel): readonly Block[] {
  return moduleBlocks(model).filter(({ type }) => type === 'aws_s3_bucket_policy');
}

/** The documents of a bucket, or those that a module call gets. */
function policiesIn({ body }: Block): readonly unknown[] {
  return [body['policy'], body['source_policy_documents']].flat();
}

/** Terraform takes any key in a map of the type `any`: a misspelt one is lost without an error. */
function findUnknownKey(
  { before }: { readonly before: SourceModel },
  block: Block,
): Rejection | null {
  const known = block.kind === 'module' ? knownCall(block) : null;
  if (known === null || isRejection(known)) return null;
  const keysIn = ({ body }: Pick<Block, 'body'>) =>
    unknownKeys(known, resolveBody(body, new Map()));
  const old = before.blocks.filter(({ key }) => key === block.key).flatMap(keysIn);
  const wrong = keysIn(block).find((name) => !old.includes(name));
  if (wrong === undefined) return null;
  const what = `${printable(block.address)} has ${printable(wrong)}`;
  return reject('UNKNOWN_SETTING', `${what}, which its module does not read.`);
}

function findCircle(
  { before, after }: { readonly before: SourceModel; readonly after: SourceModel },
  block: Block,
): Rejection | null {
  const circle = circleThrough(block, after);
  if (circle.length === 0 || circleThrough(block, before).length > 0) return null;
  const what = `${printable(block.address)} and ${printable(circle[0] ?? '')} refer to each other`;
  return reject('CIRCULAR_REFERENCE', `${what}, which Terraform refuses.`);
}

/** A sibling that has the address already, an override file, or a module call that gets the bucket. */
function findContest(
  { before }: { readonly before: SourceModel },
  companion: Block,
  target: Block,
): Rejection | null {
  const { blocks, overridden } = before.module;
  const address = printable(companion.address);
  if (blocks.some((one) => one.kind === companion.kind && one.address === companion.address)) {
    return reject('DUPLICATE_ADDRESS', `Another file of the folder has ${address} already.`);
  }
  if (overridden.has(companion.address)) {
    return reject('OVERRIDDEN', `An override file of the folder changes ${address}.`);
  }
  // https://developer.hashicorp.com/terraform/language/modules/develop/refactoring: what moved away may not stand there.
  const gone = moduleBlocks(before).find(
    ({ kind, body }) =>
      (kind === 'moved' || kind === 'removed') && body['from'] === `\${${companion.address}}`,
  );
  if (gone !== undefined) {
    return reject('DUPLICATE_ADDRESS', `A ${gone.kind} block of the folder takes ${address} away.`);
  }
  const rival = moduleBlocks(before).find(
    (block) =>
      block.kind === 'resource' &&
      block.type === companion.type &&
      mayName(block.body['bucket'], block, { target, model: before }),
  );
  if (rival !== undefined) {
    const what = `The bucket of ${printable(rival.address)} may be ${printable(target.address)}`;
    return reject('DUPLICATE_COMPANION', `${what}: its name is put together.`);
  }
  const call = moduleWithBucket(target, before);
  if (call === null) return null;
  return notReadModule(call, printable(target.address));
}

const BLOCK = new Set<Form>(['block']);
const NATIVE = { value: new Set<Form>(['argument']), inside: BLOCK, list: BLOCK };
const MAPS = new Set<Form>(['map', 'list']);
const JSON_FORMS = { value: new Set<Form>(['value', ...MAPS]), inside: MAPS, list: MAPS };

function openJson(text: string, changed: string, module: ModuleParts): Opened | Rejection {
  const before = readTerraformJson(text, 'before', module);
  if (isRejection(before)) return before;
  return { before, after: async () => readTerraformJson(changed, 'after', module) };
}

function bound(model: SourceModel, target: Block, rules: CompanionRules): readonly Block[] {
  const { type, link } = rules;
  if (link !== null) return boundTo(model, { type, link, target });
  return documentsOf(model, target);
}

/** Blocks whose `for_each` or link mentions the target among others, but for those that are bound to it. */
function sharedBy(model: SourceModel, target: Block, rules: CompanionRules): readonly Block[] {
  const { type, link } = rules;
  const own = new Set(bound(model, target, rules));
  return moduleBlocks(model).filter((block) => {
    if (block.kind !== 'resource' || block.type !== type || own.has(block)) return false;
    const naming = [
      block.body['for_each'] ?? null,
      link === null ? null : (block.body[link] ?? null),
    ];
    return leadsTo(naming, target, model);
  });
}

/** The policy documents that only the target's own bucket policy uses. */
function documentsOf(model: SourceModel, target: Block): readonly Block[] {
  const scope = scopeOf(model);
  const link = { type: 'aws_s3_bucket_policy', link: 'bucket' };
  const addresses = boundTo(model, { ...link, target }).map(({ body }) =>
    documentAddress(textOfValue(resolve(body['policy'], scope)) ?? ''),
  );
  return model.blocks.filter((block) => {
    if (block.kind !== 'data' || !addresses.includes(block.address)) return false;
    const users = moduleBlocks(model).filter(({ text }) => includesWord(text, block.address));
    return users.length === 1;
  });
}
