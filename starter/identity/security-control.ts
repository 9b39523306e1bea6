import type { Finding } from '../event/finding.ts';
import { controlIdOf, isControlId, spelled } from './standards.ts';

/** The control that a finding of Security Hub's own checks names. */
export interface ClaimedControl {
  /** `S3.2`, or `standard/version/rule` for a rule that no table knows. */
  readonly id: string;
  /** The finding names two controls: one sentence; null when it names one. */
  readonly contradiction: string | null;
}

/**
 * `Compliance.SecurityControlId`, else GeneratorId, else ProductFields, else the finding's id; null for none.
 * Standards number the same control differently, so a rule counts only with its standard and version.
 */
export function claimedControl(finding: Finding): ClaimedControl | null {
  const own = finding.securityControlId;
  const generator = consolidated(finding.generatorId);
  if (own !== null && isControlId(own)) {
    const same = generator === null || generator.toLowerCase() === own.toLowerCase();
    const contradiction = same
      ? null
      : `Compliance.SecurityControlId is ${spelled(own)} but GeneratorId is ${generator}`;
    return { id: spelled(own), contradiction };
  }
  const id = generator ?? byStandard(finding) ?? consolidated(finding.id);
  if (id === null) return null;
  const contradiction =
    own === null
      ? null
      : `Compliance.SecurityControlId is no control id, and the finding also names ${id}`;
  return { id, contradiction };
}

/** `security-control/S3.2`, in any case, also inside a finding's id. */
function consolidated(text: string): string | null {
  const id = /(?:^|[:/])security-control\/([^/]+)/i.exec(text)?.[1];
  return id !== undefined && isControlId(id) ? spelled(id) : null;
}

function byStandard(finding: Finding): string | null {
  const fields = finding.productFields;
  const control = fields.get('ControlId') ?? fields.get('RuleId');
  const standard = fields.get('StandardsArn') ?? fields.get('StandardsGuideArn');
  const texts = [
    finding.generatorId,
    fields.get('StandardsControlArn') ?? '',
    control && standard ? `${standard}/${control}` : '',
    finding.id,
  ];
  for (const text of texts) {
    const rule = STANDARD_RULE.exec(text)?.groups;
    const { standard: name = '', version = '', rule: number = '' } = rule ?? {};
    if (name !== '') return controlIdOf({ standard: name, version, rule: number });
  }
  return null;
}

/**
 * `pci-dss/v/3.2.1/PCI.S3.1`; CIS 1.2.0 has `rule/` before the number in GeneratorId. Control and subscription
 * ARNs carry the same words after another prefix.
 */
const STANDARD_RULE =
  /(?:^|[:/])(?<standard>[a-z][a-z0-9-]*)\/v\/(?<version>\d+(?:\.\d+)*)\/(?:rule\/)?(?<rule>[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)+)(?:\/finding\/|$)/i;
