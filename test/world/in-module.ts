/** Three buckets in one file of a Terraform module whose other files have what they need, or what they must not get. */
import assert from 'node:assert/strict';

import type { World } from '../../sandbox/world.ts';
import { applied, reaches, reported, REPOSITORY } from './in-code.ts';

const FOLDER = 'modules/ledger';
const BUCKETS = ['named', 'suspended', 'taken'] as const;

export async function judgeModule(world: World): Promise<void> {
  const { people } = world.gitHub;
  const files = Object.entries(FILES).map(([name, text]) => [`${FOLDER}/${name}`, text]);
  await people.commit(REPOSITORY, { files: Object.fromEntries(files) });
  const tags = { 'closeloop:path': `${FOLDER}/main.tf` };
  const [named, suspended, taken] = [
    await reported(world, 'module-named', { tags }),
    await reported(world, 'module-suspended', { tags }),
    await reported(world, 'module-taken', { tags }),
  ];

  const place =
    /the place to change is aws_s3_bucket_versioning\.suspended in modules\/ledger\/versioning\.tf/;
  assert.match((await reaches(world, suspended, 'HUMAN_REVIEW')).reason, place);
  assert.match((await reaches(world, taken, 'HUMAN_REVIEW')).reason, /DUPLICATE_ADDRESS/);
  await reaches(world, named, 'AWAITING_MERGE');
  const pulls = people.pulls(REPOSITORY).filter(({ body }) => body?.includes(FOLDER));
  assert.equal(pulls.length, 1);
  await applied(world, 'module-named');
  await people.merge(REPOSITORY, pulls[0]?.number ?? 0);
  assert.equal((await reaches(world, named, 'CLOSED')).destiny, 'Fixed');
}

function bucket(name: string): string {
  return `resource "aws_s3_bucket" "${name}" {\n  bucket = "\${local.team}-${name}"\n}\n\n`;
}

function versioning(name: string, of: string): string {
  const status = '  versioning_configuration {\n    status = "Suspended"\n  }\n';
  return `resource "aws_s3_bucket_versioning" "${name}" {\n  bucket = aws_s3_bucket.${of}.id\n${status}}\n\n`;
}

const FILES = {
  'main.tf': BUCKETS.map(bucket).join(''),
  'locals.tf': 'locals {\n  team = "module"\n}\n',
  'versioning.tf': versioning('suspended', 'suspended') + versioning('taken', 'elsewhere'),
  'elsewhere.tf': 'resource "aws_s3_bucket" "elsewhere" {\n  bucket = "elsewhere"\n}\n',
  'README.md': 'resource {{{',
};
