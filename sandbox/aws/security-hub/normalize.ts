import type { Finding } from './finding.ts';

/** A finding as Security Hub stores it the first time: defaults filled in, product named, severity in both scales. */
export function normalize(finding: Finding, region: string, now: string): Finding {
  const severity = severityOf(finding);
  const types = finding.Types ?? finding.FindingProviderFields?.Types ?? [];
  const [company, product] = productOf(finding);
  return {
    ...finding,
    Region: region,
    Severity: severity,
    Types: types,
    FindingProviderFields: { Severity: severity, Types: types, ...finding.FindingProviderFields },
    CompanyName: company,
    ProductName: product,
    ProductFields: {
      ...finding.ProductFields,
      'aws/securityhub/FindingId': findingArn(finding),
      'aws/securityhub/ProductName': product,
      'aws/securityhub/CompanyName': company,
    },
    RecordState: finding.RecordState ?? 'ACTIVE',
    Workflow: { Status: 'NEW', ...finding.Workflow },
    WorkflowState: 'NEW',
    ProcessedAt: now,
  };
}

/** As Security Hub names a finding in events: the product's ARN, a slash, the finding's id. */
export function findingArn(finding: Pick<Finding, 'Id' | 'ProductArn'>): string {
  return `${finding.ProductArn}/${finding.Id}`;
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Severity.html */
const SCALE = { INFORMATIONAL: 0, LOW: 1, MEDIUM: 40, HIGH: 70, CRITICAL: 90 } as const;

export function completeSeverity(
  severity: NonNullable<Finding['Severity']>,
): NonNullable<Finding['Severity']> {
  const label = severity.Label ?? labelOf(severity.Normalized ?? 0);
  return { ...severity, Label: label, Normalized: severity.Normalized ?? SCALE[label] };
}

function severityOf(finding: Finding): NonNullable<Finding['Severity']> {
  return completeSeverity(finding.Severity ?? finding.FindingProviderFields?.Severity ?? {});
}

function labelOf(normalized: number): keyof typeof SCALE {
  if (normalized >= SCALE.CRITICAL) return 'CRITICAL';
  if (normalized >= SCALE.HIGH) return 'HIGH';
  if (normalized >= SCALE.MEDIUM) return 'MEDIUM';
  return normalized >= SCALE.LOW ? 'LOW' : 'INFORMATIONAL';
}

const AWS_PRODUCTS: Readonly<Record<string, string>> = {
  securityhub: 'Security Hub',
  guardduty: 'GuardDuty',
  macie: 'Macie',
  inspector: 'Inspector',
  config: 'Config',
  'access-analyzer': 'IAM Access Analyzer',
};

/** Company and product from `arn:aws:securityhub:<region>:[account]:product/<company>/<product>`. */
function productOf({ ProductArn, ProductFields }: Finding): readonly [string, string] {
  const [company = '', product = ''] = ProductArn.split('product/')[1]?.split('/') ?? [];
  const given = ProductFields?.['aws/securityhub/ProductName'];
  if (company === 'aws') return ['AWS', given ?? AWS_PRODUCTS[product] ?? product];
  if (product === 'default') return ['Personal', given ?? 'Default'];
  return [capitalized(company), given ?? capitalized(product)];
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
