import type { CodeChange } from './code-change.ts';
import { kmsRotationDisabled } from './KMS.RotationDisabled/code-change.ts';
import { s3InsecureTransport } from './S3.InsecureTransport/code-change.ts';
import { s3MissingAccessLogs } from './S3.MissingAccessLogs/code-change.ts';
import { s3MissingEncryption } from './S3.MissingEncryption/code-change.ts';
import { s3MissingKmsEncryption } from './S3.MissingKmsEncryption/code-change.ts';
import { s3MissingVersioning } from './S3.MissingVersioning/code-change.ts';
import { s3PublicAccess } from './S3.PublicAccess/code-change.ts';

/** Every control that can be fixed in code. */
export const CODE_CHANGES: readonly CodeChange[] = [
  kmsRotationDisabled,
  s3InsecureTransport,
  s3MissingAccessLogs,
  s3MissingEncryption,
  s3MissingKmsEncryption,
  s3MissingVersioning,
  s3PublicAccess,
];

/** The code path of a control; null for controls without one. */
export function codeChangeOf(control: string): CodeChange | null {
  return CODE_CHANGES.find((change) => change.control === control) ?? null;
}
