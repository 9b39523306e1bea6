import type { Finding } from './finding.ts';
import { findingArn } from './normalize.ts';

/** An EventBridge event in the outer shape that all AWS services share. */
export interface AwsEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The bus that gets the event: the delegated administrator's, in its region. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** One event for each finding: https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html */
export function importedEvent(finding: Finding, place: Place): AwsEvent {
  return envelope(place, {
    type: 'Security Hub Findings - Imported',
    resources: [findingArn(finding)],
    detail: { findings: [finding] },
  });
}

export interface CustomAction {
  readonly name: string;
  readonly description: string;
}

/** The events of a custom action, one for each finding. */
export function customActionEvent(finding: Finding, action: CustomAction, place: Place): AwsEvent {
  const arn = `arn:aws:securityhub:${place.region}:${place.account}:action/custom/${action.name}`;
  return envelope(place, {
    type: 'Security Hub Findings - Custom Action',
    resources: [arn],
    detail: {
      actionName: action.name,
      actionDescription: action.description,
      findings: [finding],
    },
  });
}

interface Content {
  readonly type: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

function envelope(place: Place, { type, resources, detail }: Content): AwsEvent {
  return {
    version: '0',
    id: crypto.randomUUID(),
    'detail-type': type,
    source: 'aws.securityhub',
    account: place.account,
    time: new Date().toISOString().replace(/\.\d{3}Z$/, 'Z'),
    region: place.region,
    resources,
    detail,
  };
}
