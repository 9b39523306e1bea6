/** Terraform files for the bench: one with the bucket to fix, and its neighbours. */
import type { SiblingFile } from '../../../activities/code/validate/language.ts';

export const BUCKET = 'payments-logs';
export const PATH = 'main.tf';

export interface Sample {
  readonly source: Buffer;
  readonly answer: string;
  /** The other files of the folder. */
  readonly siblings: readonly SiblingFile[];
}

/** A file of that size with the bucket in the middle, a right answer for it, and neighbours of 10 KB each. */
export function sampleOf(bytes: number, { siblings = 0, mark = '' } = {}): Sample {
  const others = buckets(bytes, `payments${mark}`).slice(1);
  const half = Math.floor(others.length / 2);
  const before = others.slice(0, half).join('') + bucket(BUCKET);
  const source = Buffer.from(before + others.slice(half).join(''));
  const line = before.split('\n').length - 1;
  const at = `@@ -${line},0 +${line + 1},8 @@`;
  return {
    source,
    answer: `--- a/${PATH}\n+++ b/${PATH}\n${at}\n${BLOCK}`,
    siblings: Array.from({ length: siblings }, (_, n) => ({
      path: `neighbour-${n}.tf`,
      text: buckets(10_000, `team-${n}${mark}`).join(''),
    })),
  };
}

function buckets(bytes: number, name: string): readonly string[] {
  const one = bucket(`${name}-0000`);
  return Array.from({ length: Math.ceil(bytes / one.length) }, (_, at) =>
    bucket(`${name}-${String(at).padStart(4, '0')}`),
  );
}

function bucket(name: string): string {
  return `# Owned by payments.\nresource "aws_s3_bucket" "${name.replaceAll('-', '_')}" {\n  bucket = "${name}"\n\n  tags = {\n    Name = "\${var.stage}-${name}" # for the bill\n  }\n}\n\n`;
}

const BLOCK = `resource "aws_s3_bucket_public_access_block" "payments_logs" {
  bucket                  = aws_s3_bucket.payments_logs.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

`.replaceAll(/^(?=.*\n)/gm, '+');
