import type { CompanionRules } from '../../../../controls/code-change.ts';
import type { LanguageReader, Opened } from '../language.ts';
import { isRejection } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import type { Block, Form, SourceModel } from '../source/model.ts';
import { bindingOf } from './binding.ts';
import { parseDocuments } from './documents.ts';
import { dependsOnOnly, findIgnoredChange, sameProvider } from './meta.ts';
import { documentAddress } from './policy-document.ts';
import { readTerraformJson } from './read-json.ts';
import { openTerraform } from './read.ts';
import type { HclEngines } from './read.ts';
import { findUndefinedReference } from './references.ts';
import { resolve, scopeOf, textOfValue } from './scope.ts';
import { findTerraformTarget } from './target.ts';
import { boundTo, viewOf } from './view.ts';

/** Terraform's native syntax, or its JSON, which needs the parsers for expressions only. */
export function terraformReader(engines: HclEngines, syntax: 'native' | 'json'): LanguageReader {
  return {
    open: async (text, changed) =>
      syntax === 'json' ? openJson(text, changed) : openTerraform(text, changed, engines),
    target: findTerraformTarget,
    bound,
    shared: (model, target, rules) =>
      sharedBy(model, target, rules).filter(
        (block) => !bound(model, target, rules).includes(block),
      ),
    instances: ({ model, companion, target }, link) => {
      if (!sameProvider(companion, target)) return 'other-meta';
      if (!dependsOnOnly(companion, target)) return 'other-meta';
      const { sameInstances } = bindingOf(companion, link, { target, scope: scopeOf(model) });
      return sameInstances ? 'same' : 'other-count';
    },
    view: async (model, target, companions) => {
      const policies = [target, ...companions.flatMap((rules) => bound(model, target, rules))];
      const raws = policies.map(({ body }) => body['policy']);
      const documents = await parseDocuments(raws, engines.parser);
      return viewOf(model, { target, companions, documents });
    },
    undeployable: (sides, block, changed) =>
      findIgnoredChange(block, changed) ?? findUndefinedReference(sides, block, changed),
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

const BLOCK = new Set<Form>(['block']);
const NATIVE = { value: new Set<Form>(['argument']), inside: BLOCK, list: BLOCK };
const MAPS = new Set<Form>(['map', 'list']);
const JSON_FORMS = { value: new Set<Form>(['value', ...MAPS]), inside: MAPS, list: MAPS };

function openJson(text: string, changed: string): Opened | Rejection {
  const before = readTerraformJson(text, 'before');
  if (isRejection(before)) return before;
  return { before, after: async () => readTerraformJson(changed, 'after') };
}

function bound(model: SourceModel, target: Block, rules: CompanionRules): readonly Block[] {
  const { type, link } = rules;
  if (link !== null) return boundTo(model, { type, link, target, scope: scopeOf(model) });
  return documentsOf(model, target);
}

/** Blocks whose `for_each` or link mentions the target among others. */
function sharedBy(
  model: SourceModel,
  target: Block,
  { type, link }: CompanionRules,
): readonly Block[] {
  const name = new RegExp(String.raw`\b${target.address.replaceAll('.', String.raw`\.`)}\b(?!-)`);
  return model.blocks.filter((block) => {
    const naming = [block.body['for_each'], link === null ? null : block.body[link]];
    return block.kind === 'resource' && block.type === type && name.test(JSON.stringify(naming));
  });
}

/** The policy documents that only the target's own bucket policy uses. */
function documentsOf(model: SourceModel, target: Block): readonly Block[] {
  const scope = scopeOf(model);
  const link = { type: 'aws_s3_bucket_policy', link: 'bucket' };
  const addresses = boundTo(model, { ...link, target, scope }).map(({ body }) =>
    documentAddress(textOfValue(resolve(body['policy'], scope)) ?? ''),
  );
  return model.blocks.filter((block) => {
    if (block.kind !== 'data' || !addresses.includes(block.address)) return false;
    const used = new RegExp(String.raw`\b${block.address.replaceAll('.', String.raw`\.`)}\b(?!-)`);
    return model.blocks.filter(({ text }) => used.test(text)).length === 1;
  });
}
