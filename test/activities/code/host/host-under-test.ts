import type { GitHost } from '../../../../activities/code/host/git-host.ts';
import type { Files } from '../../../../sandbox/vendors/github/people.ts';
import type { Scenario } from '../../../../sandbox/vendors/github/scenario.ts';

/** A host with a repository of its own, and hands that reach behind the product's back. */
export interface HostUnderTest {
  readonly host: GitHost;
  /** The same host for somebody whose credentials it does not know. */
  readonly unknown: GitHost;
  /** `owner/name`, with `FILES` on its default branch `main`. */
  readonly repository: string;
  readonly people: Scenario;
  readonly faults: {
    limitRate(kind: 'primary' | 'secondary', seconds: number): void;
    loseAnswerOfWrite(n: number): void;
    afterWrite(n: number, happens: () => Promise<void>): void;
    writes(): number;
    clear(): void;
  };
}

/** A hosts's server; each test gets a repository of its own on it. */
export interface HostServer {
  fresh(files: Files): Promise<HostUnderTest>;
  stop(): Promise<void>;
}

export const BEFORE = 'resource "aws_s3_bucket" "logs" {\n  bucket = "payments-logs"\n}\n';
export const AFTER = `${BEFORE}\nresource "aws_s3_bucket_versioning" "logs" {\n}\n`;
export const PATH = 'infra/s3.tf';

export const FILES: Files = {
  [PATH]: BEFORE,
  'infra/other.tf': 'locals {}\n',
  'scripts/apply.sh': { mode: '100755', content: '#!/bin/sh\n' },
  'linked.tf': { mode: '120000', content: PATH },
  linked: { mode: '120000', content: 'infra' },
  vendored: { mode: '160000', content: '1'.repeat(40) },
  'large.tf': '#'.repeat(5000),
  'lfs.tf': 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n',
};
