import { moduleBlocks } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { fitOfTemplate } from '../source/target.ts';
import { expressionOf } from './expression.ts';
import { fitOfInstance } from './instance-name.ts';
import { referencesIn } from './references.ts';
import { resolve, scopeOf, sureScopeOf, textOfValue } from './scope.ts';

/**
 * Could a block's link be the target's name, though the module does not show it? True for a template that fits the name,
 * and for a function of texts alone or of what the target's own name is made of. What refers to a resource or to a
 * module's output is known to be something else: `leadsTo` follows those that are the target.
 */
export function mayName(raw: unknown, holder: Block, { target, model }: Means): boolean {
  const sure = sureScopeOf(model);
  const text = typeof raw === 'string' ? textOfValue(resolve(raw, sure)) : null;
  if (text === null || !text.includes('${')) return false;
  const references = referencesIn(text);
  if (references.some((name) => /^(?:module\.|(?:data\.)?aws_s3_)/.test(name))) return false;
  if (namesOther(text, { target, model })) return false;
  if (fitOfTemplate(text, '') === 'unnamed') {
    const inner = expressionOf(text) ?? '';
    const isConstant = references.length === 0 && /^\w+\(/.test(inner) && !OPEN.test(inner);
    const parts = referencesIn(target.body['bucket']);
    return isConstant || (inner.includes('(') && references.some((name) => parts.includes(name)));
  }
  const names = [scopeOf(model), sure].map((scope) =>
    textOfValue(resolve(target.body['bucket'], scope)),
  );
  return names.some(
    (name) =>
      name !== null &&
      !name.includes('${') &&
      fitOfInstance(text, holder, { scope: sure, resourceName: name }) !== 'none',
  );
}

/** Another bucket of the module has the same expression for its name. */
function namesOther(text: string, { target, model }: Means): boolean {
  const sure = sureScopeOf(model);
  return moduleBlocks(model).some(
    ({ type, address, body }) =>
      type === 'aws_s3_bucket' &&
      address !== target.address &&
      textOfValue(resolve(body['bucket'], sure)) === text,
  );
}

interface Means {
  readonly target: Block;
  readonly model: SourceModel;
}

/** What differs from run to run or from instance to instance. */
const OPEN = /\b(?:each|count|path|terraform|self)\.|\b(?:uuid|timestamp|plantimestamp|file\w*)\(/;
