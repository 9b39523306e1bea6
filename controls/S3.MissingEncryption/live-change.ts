import { changesOf, parameter } from '../changes.ts';
import { encryptedWith, encryptionSchema, encryptionSettings } from '../encryption-change.ts';

export const changes = changesOf({
  schema: encryptionSchema,
  settings: encryptionSettings,
  documents: [
    {
      name: 'AWS-EnableS3BucketEncryption',
      version: '1',
      after: (_before, started) => encryptedWith(parameter(started, 'SSEAlgorithm'), false),
      mayBreak:
        'Nothing is known to break: reads and writes go on as before. Objects that are there stay as they are.',
      // https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketEncryption.html
      undo: 'Closeloop cannot: without a rule S3 encrypts with AES256 all the same.',
    },
  ],
  wanted: [{ name: 'Default encryption of new objects', value: 'AES256 or KMS' }],
});
