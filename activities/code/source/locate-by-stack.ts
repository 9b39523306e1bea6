/** Finds the source of a stack's resource: the file in an allowed repository that is the stack's template. */
import type { CloudFormation } from '@aws-sdk/client-cloudformation';

import type { Repositories } from '../../../policies/repositories.ts';
import type { GitHost } from '../host/git-host.ts';
import type { Languages } from '../validate/languages.ts';
import { stackTemplate } from './find-stack.ts';
import { locateByName } from './locate-by-name.ts';
import { locatedAt } from './location.ts';
import type { Located, StackPlace } from './location.ts';
import type { Agreement } from './stack-template.ts';

export interface StackSearch {
  readonly stack: StackPlace;
  /** `AWS::S3::Bucket`: what the control fixes. */
  readonly type: string;
  readonly account: string;
  /** Only this repository; null for all that are allowed. */
  readonly repository: string | null;
}

interface StackDeps {
  readonly host: GitHost;
  readonly languages: Languages;
  readonly repositories: Repositories;
}

/**
 * Compares the deployed template with the files that have the logical id, and prefers a file that is the template to
 * another revision of it. Refuses a resource that a transform, a module, a loop or a program generated, and names
 * that. Throws what CloudFormation or the host throws.
 */
export async function locateByStack(
  { host, languages, repositories }: StackDeps,
  cloudFormation: Pick<CloudFormation, 'getTemplate'>,
  { stack, type, account, repository }: StackSearch,
): Promise<Located> {
  const { stackName, logicalId } = stack;
  const template = await stackTemplate(cloudFormation, stack);
  const wanted = { logicalId, type };
  const generated = await languages.run('generated', { template, ...wanted });
  const why = 'ended' in generated ? generated.ended : generated.output;
  if (why !== null)
    return { found: 'refused', tried: [`GetTemplate of the stack ${stackName}: ${why}`] };
  // In the order of the places that the search finds.
  const agreements: Agreement[] = [];
  const defines = async ({ text }: { readonly text: string }) => {
    const compared = await languages.run('agreement', { text, template, ...wanted });
    // Not known to be another template: people choose.
    const agreement = 'ended' in compared ? 'revision' : compared.output;
    if (agreement !== null) agreements.push(agreement);
    return agreement !== null;
  };
  const search = { account, names: [logicalId], repository, defines };
  return preferSame(await locateByName(host, repositories, { search }), agreements, stack);
}

function preferSame(
  searched: Located,
  agreements: readonly Agreement[],
  { stackName, logicalId }: StackPlace,
): Located {
  if (searched.found !== 'one' && searched.found !== 'several') return searched;
  const found = searched.found === 'one' ? [searched.place] : searched.places;
  const same = found.filter((_, n) => agreements[n] === 'same');
  const places = (same.length > 0 ? same : found).map((one) => ({ ...one, block: logicalId }));
  const is = same.length > 0 ? 'is' : 'is another revision of';
  const sentence = `${places.map(({ path }) => path).join(', ')} ${is} the template of the stack ${stackName}.`;
  return locatedAt(places, [...searched.tried, sentence]);
}
