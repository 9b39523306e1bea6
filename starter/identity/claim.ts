import type { Control } from '../../controls/control.ts';
import { productOf } from '../../domain/product.ts';
import type { Product } from '../../domain/product.ts';
import { trusts } from '../../policies/intake-match.ts';
import type { Intake } from '../../policies/intake.ts';
import type { Finding } from '../event/finding.ts';
import type { Catalogue } from './catalogue.ts';
import { managedRules } from './config-rule.ts';
import { isSpecific, isThreat, ownType, vulnerabilityIds } from './finding-type.ts';
import { claimedControl } from './security-control.ts';

/** What a finding says is wrong, and which control answers it. */
export interface Claim {
  readonly control: Control | null;
  /** What tells this problem from others, with the product that says it: control id, rule, type or CVE. */
  readonly findingType: string;
  /** For people: by what it was mapped, or why it was not. */
  readonly because: string;
  /** True when the finding contradicts itself: people decide, whatever the policy on unmapped types. */
  readonly contradicts: boolean;
}

/**
 * Which product may say what: control ids come from Security Hub and from trusted products, finding types from AWS
 * services, Config rules from Config, check ids and titles from trusted products. Anybody may import a finding that looks
 * like another product's.
 */
export function claimOf(finding: Finding, catalogue: Catalogue, intake: Intake): Claim {
  const product = productOf(finding.productArn);
  const cves = vulnerabilityIds(finding);
  if (cves.length > 0)
    return none(
      `${product.slug} ${cves.join(' ')}`,
      'it reports a vulnerability, and controls verify settings',
    );
  if (product.slug === 'aws/securityhub' && product.aws) return ofSecurityHub(finding, catalogue);
  if (product.slug === 'aws/config' && product.aws) return ofConfig(finding, catalogue);
  if (product.aws) return ofAws(finding, product, catalogue);
  return ofPartner(finding, product, { catalogue, trusted: trusts(intake, finding.productArn) });
}

function ofSecurityHub(finding: Finding, catalogue: Catalogue): Claim {
  const claimed = claimedControl(finding);
  const subject = claimed?.id ?? describe(finding);
  const findingType = `aws/securityhub ${subject}`;
  if (claimed === null) return none(findingType, 'the finding names no control');
  if (claimed.contradiction !== null)
    return { ...none(findingType, claimed.contradiction), contradicts: true };
  const control = catalogue.bySecurityHubId(claimed.id);
  return control === null
    ? none(findingType, `no control of ours covers Security Hub's ${claimed.id}`)
    : mapped(control, findingType, `Security Hub's ${claimed.id}`);
}

function ofConfig(finding: Finding, catalogue: Catalogue): Claim {
  const name = finding.productFields.get('aws/config/ConfigRuleName') ?? finding.title;
  const [rule = '', ...shorter] = managedRules(name);
  for (const candidate of [rule, ...shorter]) {
    const control = catalogue.byConfigRule(candidate);
    if (control !== null) return mapped(control, `aws/config ${rule}`, `the Config rule ${rule}`);
  }
  return none(`aws/config ${rule}`, `no control of ours covers the Config rule ${rule}`);
}

/** Macie, GuardDuty, Access Analyzer, Inspector, Health …: their GeneratorId names a detector or is a constant. */
function ofAws(finding: Finding, product: Product, catalogue: Catalogue): Claim {
  const type = ownType(finding);
  const findingType = `${product.slug} ${type !== null && (isSpecific(type) || DETECTORS.has(product.slug)) ? type : describe(finding)}`;
  if (isThreat(finding)) return activity(findingType);
  for (const candidate of finding.types) {
    const control = catalogue.byFindingType(candidate);
    if (control !== null) return mapped(control, findingType, findingType);
  }
  return none(findingType, `no control of ours covers ${findingType}`);
}

function ofPartner(
  finding: Finding,
  product: Product,
  { catalogue, trusted }: { readonly catalogue: Catalogue; readonly trusted: boolean },
): Claim {
  const findingType = `${product.slug} ${describe(finding)}`;
  const claimed = claimedControl(finding);
  if (!trusted)
    return none(
      findingType,
      `${product.slug} is not among the trusted products of intake.yaml: its ids and titles are not mapped`,
    );
  if (claimed !== null && claimed.contradiction !== null)
    return { ...none(findingType, claimed.contradiction), contradicts: true };
  const check = product.slug === 'prowler/prowler' ? prowlerCheck(finding) : null;
  const checked = check === null ? null : catalogue.byProwlerCheck(check);
  if (checked !== null) return mapped(checked, findingType, `Prowler's check ${check}`);
  const control =
    (claimed === null ? null : catalogue.bySecurityHubId(claimed.id)) ??
    catalogue.byTitle(finding.productArn, finding.title);
  if (control === null && isThreat(finding)) return activity(findingType);
  return control === null
    ? none(
        findingType,
        `no control of ours covers the title "${finding.title.slice(0, 100)}" of ${product.slug}`,
      )
    : mapped(control, findingType, `"${finding.title.slice(0, 100)}" of ${product.slug}`);
}

/**
 * `s3_bucket_public_access`, and of Prowler 2 `extra73`: GeneratorId carries it, and else the beginning of the finding's
 * id, where Prowler 2 has the number that people see (`7.3`). The title does not matter.
 * https://github.com/prowler-cloud/prowler/blob/2.12.1/include/outputs
 */
function prowlerCheck({ generatorId, id }: Finding): string | null {
  const check =
    /^prowler-([a-z0-9_]+)(?:-|$)/.exec(generatorId) ?? /^prowler-([a-z0-9_]+)-\d{12}-/.exec(id);
  if (check !== null) return check[1] ?? null;
  const [, group, number] = /^prowler-(\d+)\.(\d+)-\d{12}-/.exec(id) ?? [];
  if (group === undefined || number === undefined) return null;
  return `${group === '7' ? 'extra' : 'check'}${group}${number}`;
}

/** For products whose types are only categories: title, rule and type together tell problems apart. */
function describe(finding: Finding): string {
  const type = ownType(finding) ?? '';
  if (isSpecific(type)) return type;
  const title = finding.title.trim().replaceAll(/\s+/g, ' ').toLowerCase();
  return [title, finding.generatorId, type].filter((part) => part !== '').join(' | ');
}

function mapped(control: Control, findingType: string, because: string): Claim {
  return { control, findingType, because: `${control.id} verifies ${because}`, contradicts: false };
}

function activity(findingType: string): Claim {
  return none(findingType, 'it reports an activity, and controls verify settings');
}

function none(findingType: string, because: string): Claim {
  return { control: null, findingType, because, contradicts: false };
}

/** Products whose types name the problem, even those without a colon. */
const DETECTORS = new Set(['aws/guardduty', 'aws/macie', 'aws/access-analyzer']);
