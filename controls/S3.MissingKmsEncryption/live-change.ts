import { changesOf, FIX_AGAIN, UNDO_BY_CLOSELOOP } from '../changes.ts';
import { encryptedWith, encryptionSchema, encryptionSettings } from '../encryption-change.ts';

export const changes = changesOf({
  schema: encryptionSchema,
  settings: encryptionSettings,
  documents: [
    {
      name: 'Closeloop-S3MissingKmsEncryption',
      version: '1',
      after: () => encryptedWith('aws:kms', true),
      mayBreak:
        "Whoever reads new objects without access to the account's key for S3 (aws/s3), above all other accounts, gets AccessDenied. Calls to KMS cost money. Objects that are there stay as they are.",
      undo: `${UNDO_BY_CLOSELOOP} Objects that were encrypted with KMS meanwhile stay so.`,
    },
    {
      name: 'Closeloop-S3MissingKmsEncryption-Undo',
      version: '1',
      after: () => encryptedWith('AES256', false),
      mayBreak:
        'Nothing is known to break: new objects are encrypted with AES256. Objects that were encrypted with KMS stay so.',
      undo: FIX_AGAIN,
    },
  ],
  wanted: [{ name: 'Default encryption of new objects', value: 'aws:kms or aws:kms:dsse' }],
});
