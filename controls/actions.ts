/** What a fix of each control does, for titles: the resource's name follows, as in "Enable versioning on payments-ledger". */
export const ACTIONS: Readonly<Record<string, string>> = {
  'KMS.RotationDisabled': 'Enable key rotation',
  'S3.InsecureTransport': 'Require TLS',
  'S3.MissingAccessLogs': 'Enable access logs',
  'S3.MissingEncryption': 'Enable default encryption',
  'S3.MissingKmsEncryption': 'Enable KMS encryption',
  'S3.MissingVersioning': 'Enable versioning',
  'S3.PublicAccess': 'Block public access',
};
