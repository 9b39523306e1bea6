import type { Control } from './control.ts';
import { kmsRotationDisabled } from './KMS.RotationDisabled/control.ts';
import { s3InsecureTransport } from './S3.InsecureTransport/control.ts';
import { s3MissingAccessLogs } from './S3.MissingAccessLogs/control.ts';
import { s3MissingEncryption } from './S3.MissingEncryption/control.ts';
import { s3MissingKmsEncryption } from './S3.MissingKmsEncryption/control.ts';
import { s3MissingVersioning } from './S3.MissingVersioning/control.ts';
import { s3PublicAccess } from './S3.PublicAccess/control.ts';

/** Every control. Docs, roles, sandbox seeds and tests are generated from this list. */
export const CONTROLS: readonly Control[] = [
  kmsRotationDisabled,
  s3InsecureTransport,
  s3MissingAccessLogs,
  s3MissingEncryption,
  s3MissingKmsEncryption,
  s3MissingVersioning,
  s3PublicAccess,
];

/** The control with exactly that id; null for any other text. */
export function controlById(id: string): Control | null {
  return CONTROLS.find((control) => control.id === id) ?? null;
}
