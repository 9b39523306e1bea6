import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';

import type { Report } from '../activities/closing/reported.ts';
import { severityReader } from '../activities/findings/known-severity.ts';
import type { Intake } from '../policies/intake.ts';
import { parseFinding } from '../starter/event/parse-finding.ts';
import { CATALOGUE } from '../starter/identity/catalogue.ts';
import type { Catalogue } from '../starter/identity/catalogue.ts';
import { identify } from '../starter/identity/identity.ts';
import type { HubClients } from './hub-clients.ts';

/** What a worker that believes no message reads in Security Hub itself. */
export function hubReaders({ securityHub }: Pick<HubClients, 'securityHub'>, intake: Intake) {
  const readReport = reportReader(intake);
  return { readReport, severityOf: severityReader({ securityHub, readReport }) };
}

/** What a finding in Security Hub reports, by the rules with which the starter chooses its lifecycle. */
export function reportReader(intake: Intake): (finding: AwsSecurityFinding) => Report | null {
  return (raw) => {
    const parsed = parseFinding(raw);
    if (!parsed.ok) return null;
    const { finding } = parsed;
    const before = identify(finding, EMPTY, intake);
    const problems = identify(finding, CATALOGUE, intake).map(({ problem, workflowId }) => {
      const same = before.find((one) => one.problem.resource.id === problem.resource.id);
      return { problem, workflowId, unmappedId: same?.workflowId ?? workflowId };
    });
    return { severity: finding.severity, problems };
  };
}

/** As in a release before any control: what the lifecycles that began then are called. */
const EMPTY: Catalogue = {
  bySecurityHubId: () => null,
  byConfigRule: () => null,
  byFindingType: () => null,
  byProwlerCheck: () => null,
  byTitle: () => null,
  isControl: () => false,
};
