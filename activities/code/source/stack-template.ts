/** What a stack's template says about one of its resources, and whether a file is that template. Pure. */
import { readTemplate } from '../validate/cloudformation/read.ts';
import { findTemplateTarget } from '../validate/cloudformation/target.ts';
import { isRejection } from '../validate/rejection.ts';
import type { SourceModel } from '../validate/source/model.ts';

/** `revision`: other bytes, but no other resources than more or fewer. */
export type Agreement = 'same' | 'revision';

interface Wanted {
  readonly logicalId: string;
  readonly type: string;
}

/** Why the resource is not in the template as a person wrote it, naming what made it; null when it is there. */
export function generatedResource(template: string, { logicalId, type }: Wanted): string | null {
  const model = readTemplate(template, 'before');
  if (isRejection(model)) return model.reason;
  const transforms = transformsIn(model);
  if (transforms.length > 0)
    return `the transform ${transforms.join(', ')} rewrites it: people know what ${logicalId} comes from.`;
  const hints = { address: logicalId, resourceName: logicalId, tags: new Map<string, string>() };
  const target = findTemplateTarget(model, type, hints);
  if (!isRejection(target)) return null;
  const module = model.blocks.find((block) => block.type.endsWith('::MODULE'));
  if (target.code !== 'TARGET_NOT_FOUND' || module === undefined) return target.reason;
  return `${logicalId} is not in it; the module ${module.address} (${module.type}) may make it.`;
}

/** Null when the file is another template, or does not have the resource. */
export function agreementOf(
  text: string,
  template: string,
  { logicalId, type }: Wanted,
): Agreement | null {
  const [file, deployed] = [readTemplate(text, 'before'), readTemplate(template, 'before')];
  if (isRejection(file) || isRejection(deployed)) return null;
  const [there, here] = [resourcesOf(file), resourcesOf(deployed)];
  if (there.get(logicalId) !== type) return null;
  if (normal(text) === normal(template)) return 'same';
  const [less, more] = there.size < here.size ? [there, here] : [here, there];
  return [...less].every(([id, kind]) => more.get(id) === kind) ? 'revision' : null;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html: only more functions. */
const HARMLESS = 'AWS::LanguageExtensions';

function transformsIn({ blocks }: SourceModel): readonly string[] {
  const section = blocks.find(({ kind, address }) => kind === 'section' && address === 'Transform');
  const names = section?.text.replace(/^["']?Transform["']?\s*:/, '').match(/[A-Za-z][\w:-]*/g);
  const inside = blocks.flatMap(({ address, text }) =>
    /Fn::Transform|!Transform/.test(text) ? [`Fn::Transform in ${address}`] : [],
  );
  return [...(names ?? []).filter((name) => name !== HARMLESS), ...inside];
}

function resourcesOf({ blocks }: SourceModel): ReadonlyMap<string, string> {
  return new Map(
    blocks.filter(({ kind }) => kind === 'resource').map(({ address, type }) => [address, type]),
  );
}

/** Line ends and what stands behind the last line come and go on the way through CloudFormation. */
function normal(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
