import { printable, reject } from '../rejection.ts';
import type { Rejection } from '../rejection.ts';
import { asRecord } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';

/** Macros that leave ordinary resources as they are. */
const HARMLESS =
  /^AWS::(?:Serverless-2016-10-31|LanguageExtensions|CodeDeployBlueGreen|SecretsManager-\d{4}-\d\d-\d\d)$/;

/** A macro or an include may set what the answer sets, so the template does not show what is deployed. */
export function findRewriter({ blocks }: SourceModel, target: Block): Rejection | null {
  const inside = JSON.stringify(target.body).includes('"Fn::Transform":');
  if (inside) {
    const what = `An include or macro sets properties of ${printable(target.address)}`;
    return reject('REWRITTEN_TEMPLATE', `${what}, which the template does not show.`);
  }
  const section = blocks.find(({ kind, address }) => kind === 'section' && address === 'Transform');
  const macro = macrosIn(section).find((name) => !HARMLESS.test(name));
  if (macro === undefined) return null;
  return reject('REWRITTEN_TEMPLATE', `The macro ${printable(macro)} rewrites the template.`);
}

function macrosIn(section: Block | undefined): readonly string[] {
  if (section === undefined) return [];
  const { Name: name } = asRecord(section.body) ?? {};
  if (typeof name === 'string') return [name];
  return [...section.text.matchAll(/[\w:]+(?:-[\w-]+)?/g)]
    .map(([word]) => word)
    .filter((word) => word !== 'Transform' && word !== 'Transform:');
}
