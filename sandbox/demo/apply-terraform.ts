import type { S3 } from '@aws-sdk/client-s3';

/**
 * What `terraform apply` would do with the settings of buckets in this file: versioning and encryption, for each
 * instance of the bucket that a block refers to. It reads nothing but the text.
 */
export async function applyTerraform(s3: S3, text: string): Promise<void> {
  const blocks = [...text.matchAll(/^resource "(\w+)" "(\w+)" \{\n([\s\S]*?)^\}/gm)];
  const buckets = new Map(
    blocks.flatMap(([, type, name, body = '']) =>
      type === 'aws_s3_bucket' && name !== undefined ? [[name, namesOf(body)] as const] : [],
    ),
  );
  for (const [, type = '', , body = ''] of blocks) {
    const owner = /^\s*bucket\s*=\s*aws_s3_bucket\.(\w+)/m.exec(body)?.[1] ?? '';
    for (const Bucket of buckets.get(owner) ?? []) await applyOne(s3, Bucket, { type, body });
  }
}

function namesOf(body: string): readonly string[] {
  const name = /^\s*bucket\s*=\s*"([^"]+)"/m.exec(body)?.[1] ?? '';
  const count = Number(/^\s*count\s*=\s*(\d+)/m.exec(body)?.[1] ?? 1);
  return Array.from({ length: count }, (_, n) => name.replace('${count.index}', String(n)));
}

async function applyOne(
  s3: S3,
  Bucket: string,
  { type, body }: { readonly type: string; readonly body: string },
): Promise<void> {
  if (type === 'aws_s3_bucket_versioning' && /status\s*=\s*"Enabled"/.test(body))
    await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Enabled' } });
  if (
    type === 'aws_s3_bucket_server_side_encryption_configuration' &&
    /sse_algorithm\s*=\s*"AES256"/.test(body)
  ) {
    const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }];
    await s3.putBucketEncryption({ Bucket, ServerSideEncryptionConfiguration: { Rules } });
  }
}
