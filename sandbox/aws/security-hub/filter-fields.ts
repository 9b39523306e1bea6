/** How GetFindings' filters map to fields of a finding. */
type FilterKind = 'string' | 'date' | 'number' | 'map' | 'keyword' | 'boolean';

export interface FilterField {
  readonly kind: FilterKind;
  /** Dotted; arrays on the way are searched through. */
  readonly path: string;
}

/** Undefined for a filter that the sandbox does not know. */
export function filterField(name: string): FilterField | undefined {
  const kind = KINDS.find(([, names]) => names.includes(name))?.[0];
  const path = PATHS[name] ?? name;
  if (kind) return { kind, path };
  return STRINGS.includes(name) || PATHS[name] ? { kind: 'string', path } : undefined;
}

const KINDS: readonly (readonly [FilterKind, readonly string[]])[] = [
  ['date', ['FirstObservedAt', 'LastObservedAt', 'CreatedAt', 'UpdatedAt', 'NoteUpdatedAt']],
  [
    'number',
    [
      'SeverityProduct',
      'SeverityNormalized',
      'Confidence',
      'Criticality',
      'FindingProviderFieldsConfidence',
      'FindingProviderFieldsCriticality',
    ],
  ],
  ['map', ['ProductFields', 'UserDefinedFields', 'ResourceTags', 'ResourceDetailsOther']],
  ['keyword', ['Keyword']],
  ['boolean', ['Sample']],
];

const STRINGS: readonly string[] = [
  'ProductArn',
  'AwsAccountId',
  'AwsAccountName',
  'Id',
  'GeneratorId',
  'Region',
  'Title',
  'Description',
  'SourceUrl',
  'ProductName',
  'CompanyName',
  'VerificationState',
  'WorkflowState',
  'RecordState',
];

const PATHS: Readonly<Record<string, string>> = {
  Type: 'Types',
  SeverityLabel: 'Severity.Label',
  SeverityProduct: 'Severity.Product',
  SeverityNormalized: 'Severity.Normalized',
  RecommendationText: 'Remediation.Recommendation.Text',
  ResourceType: 'Resources.Type',
  ResourceId: 'Resources.Id',
  ResourcePartition: 'Resources.Partition',
  ResourceRegion: 'Resources.Region',
  ResourceTags: 'Resources.Tags',
  ResourceDetailsOther: 'Resources.Details.Other',
  ResourceApplicationName: 'Resources.ApplicationName',
  ResourceApplicationArn: 'Resources.ApplicationArn',
  ResourceAwsS3BucketOwnerId: 'Resources.Details.AwsS3Bucket.OwnerId',
  ResourceAwsS3BucketOwnerName: 'Resources.Details.AwsS3Bucket.OwnerName',
  ResourceAwsIamUserUserName: 'Resources.Details.AwsIamUser.UserName',
  ResourceAwsIamAccessKeyUserName: 'Resources.Details.AwsIamAccessKey.UserName',
  ResourceAwsIamAccessKeyPrincipalName: 'Resources.Details.AwsIamAccessKey.PrincipalName',
  ResourceAwsIamAccessKeyStatus: 'Resources.Details.AwsIamAccessKey.Status',
  ComplianceStatus: 'Compliance.Status',
  ComplianceSecurityControlId: 'Compliance.SecurityControlId',
  ComplianceAssociatedStandardsId: 'Compliance.AssociatedStandards.StandardsId',
  ComplianceSecurityControlParametersName: 'Compliance.SecurityControlParameters.Name',
  ComplianceSecurityControlParametersValue: 'Compliance.SecurityControlParameters.Value',
  WorkflowStatus: 'Workflow.Status',
  RelatedFindingsProductArn: 'RelatedFindings.ProductArn',
  RelatedFindingsId: 'RelatedFindings.Id',
  NoteText: 'Note.Text',
  NoteUpdatedAt: 'Note.UpdatedAt',
  NoteUpdatedBy: 'Note.UpdatedBy',
  FindingProviderFieldsConfidence: 'FindingProviderFields.Confidence',
  FindingProviderFieldsCriticality: 'FindingProviderFields.Criticality',
  FindingProviderFieldsSeverityLabel: 'FindingProviderFields.Severity.Label',
  FindingProviderFieldsSeverityOriginal: 'FindingProviderFields.Severity.Original',
  FindingProviderFieldsTypes: 'FindingProviderFields.Types',
  VulnerabilitiesExploitAvailable: 'Vulnerabilities.ExploitAvailable',
  VulnerabilitiesFixAvailable: 'Vulnerabilities.FixAvailable',
};
