/** The source of a resource of a CloudFormation stack: the file in an allowed repository that is the stack's template. */
import type { CloudFormation } from '@aws-sdk/client-cloudformation';

import type { Repositories } from '../../../policies/repositories.ts';
import type { GitHost } from '../host/git-host.ts';
import { stackTemplate } from './find-stack.ts';
import { searchRepositories } from './locate-by-name.ts';
import type { Located, StackPlace } from './location.ts';
import { agreementOf, generatedResource } from './stack-template.ts';
import type { Agreement } from './stack-template.ts';

export interface StackSearch {
  readonly stack: StackPlace;
  /** `AWS::S3::Bucket`: what the control fixes. */
  readonly type: string;
  readonly account: string;
  /** Only this repository; null for all that are allowed. */
  readonly repository: string | null;
}

/**
 * GetTemplate compared with the files that have the logical id: one that is the template counts more than another
 * revision of it. What a transform, a module, a loop or a program made is `refused`, naming it. Throws what CloudFormation
 * or the host throws.
 */
export async function locateByStack(
  { host, repositories }: { readonly host: GitHost; readonly repositories: Repositories },
  cloudFormation: Pick<CloudFormation, 'getTemplate'>,
  { stack, type, account, repository }: StackSearch,
): Promise<Located> {
  const { stackName, logicalId } = stack;
  const template = await stackTemplate(cloudFormation, stack);
  const wanted = { logicalId, type };
  const generated = generatedResource(template, wanted);
  if (generated !== null)
    return { found: 'refused', tried: [`GetTemplate of the stack ${stackName}: ${generated}`] };
  // In the order of the places that the search finds.
  const agreements: Agreement[] = [];
  const defines = async ({ text }: { readonly text: string }) => {
    const agreement = agreementOf(text, template, wanted);
    if (agreement !== null) agreements.push(agreement);
    return await Promise.resolve(agreement !== null);
  };
  const searched = await searchRepositories(host, repositories, {
    search: { account, names: [logicalId], repository, defines },
  });
  return surest(searched, agreements, stack);
}

function surest(
  searched: Located,
  agreements: readonly Agreement[],
  { stackName, logicalId }: StackPlace,
): Located {
  if (searched.found !== 'one' && searched.found !== 'several') return searched;
  const found = searched.found === 'one' ? [searched.place] : searched.places;
  const same = found.filter((_, n) => agreements[n] === 'same');
  const places = (same.length > 0 ? same : found).map((one) => ({ ...one, block: logicalId }));
  const [place] = places;
  const is = same.length > 0 ? 'is' : 'is another revision of';
  const sentence = `${places.map(({ path }) => path).join(', ')} ${is} the template of the stack ${stackName}.`;
  const tried = [...searched.tried, sentence];
  return place !== undefined && places.length === 1
    ? { found: 'one', place, tried }
    : { found: 'several', places, tried };
}
