import type { LanguageReader } from '../language.ts';
import { isRejection, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import type { Form, SourceModel } from '../source/model.ts';
import { boundInTemplate, propertiesOf, sharedInTemplate } from './bound.ts';
import { findContest } from './not-read.ts';
import { readTemplate } from './read.ts';
import { findCircle, findUndefinedReference } from './references.ts';
import { findTemplateTarget } from './target.ts';
import { parametersOf, resolveProperties } from './values.ts';
import { templateViewOf } from './view.ts';

/** CloudFormation templates in YAML and JSON. */
export function cloudFormationReader(): LanguageReader {
  return {
    open: async (text, changed) => {
      const before = readTemplate(text, 'before');
      if (isRejection(before)) return before;
      return { before, after: async () => withoutAliases(readTemplate(changed, 'after'), before) };
    },
    target: findTemplateTarget,
    // Checkov reads no template inside of another file.
    rules: ({ framework }, _target, { cloudformation }) =>
      framework === undefined ? cloudformation : { ...cloudformation, checkov: [] },
    bound: (model, target, { type, link }) =>
      link === null ? [] : boundInTemplate(model, { type, link, target }),
    shared: (model, target, { type, link }) =>
      link === null ? [] : sharedInTemplate(model, { type, link, target }),
    instances: ({ companion, target }) => {
      const waits = companion.body['DependsOn'];
      const waitsOnly = waits === undefined || [waits].flat().every((id) => id === target.address);
      if (!waitsOnly) return 'other-meta';
      return companion.body['Condition'] === target.body['Condition'] ? 'same' : 'other-count';
    },
    view: async (model, target, given) => templateViewOf(model, { target, ...given }),
    settings: (model, block) => resolveProperties(propertiesOf(block), parametersOf(model)),
    undeployable: ({ before, after }, { block }) =>
      findUndefinedReference(before, after, block) ?? findCircle(before, after, block),
    contested: ({ before }, companion, target) => findContest(before, companion, target),
    inVersions: (_model, change) => ({ change, quoted: false }),
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-product-attribute-reference.html
    meta: new Set([
      'Type',
      'Condition',
      'CreationPolicy',
      'DeletionPolicy',
      'DependsOn',
      'Metadata',
      'UpdatePolicy',
      'UpdateReplacePolicy',
    ]),
    companionMeta: new Set(['Type', 'Condition', 'DependsOn']),
    forms: {
      value: new Set<Form>(['value', 'map', 'list']),
      inside: new Set<Form>(['map']),
      list: new Set<Form>(['list']),
    },
    part: (attribute) => `Properties.${attribute}`,
  };
}

function withoutAliases(
  after: SourceModel | Rejection,
  before: SourceModel,
): SourceModel | Rejection {
  return isRejection(after) || after.aliases <= before.aliases
    ? after
    : reject('ALIAS_ADDED', 'The answer adds a YAML alias.');
}
