import assert from 'node:assert/strict';

import { z } from 'zod';

import { homeOf, PARTITIONS, partitionOf } from '../../domain/partitions.ts';

const sdkSchema = z.object({
  partitionsInfo: z.object({
    partitions: z.array(
      z.object({
        id: z.string(),
        regionRegex: z.string(),
        regions: z.record(z.string(), z.unknown()),
        outputs: z.object({ name: z.string(), implicitGlobalRegion: z.string() }),
      }),
    ),
  }),
});

/** The SDK exports only a function; `setPartitionInfo` replaces what this file holds. */
const FILE = '../../../dist-es/submodules/client/util-endpoints/lib/aws/partitions.js';
const loaded: unknown = await import(
  new URL(FILE, import.meta.resolve('@aws-sdk/core/client')).href
);
const { partitions } = sdkSchema.parse(loaded).partitionsInfo;

it('the partitions are those of the AWS SDK, with their homes and Regions', () => {
  assert.deepEqual(
    PARTITIONS.map(({ name, home, regions }) => [name, home, regions.source]),
    partitions.map(({ id, outputs, regionRegex }) => [
      id,
      outputs.implicitGlobalRegion,
      regionRegex.replaceAll(String.raw`\-`, '-'),
    ]),
  );
});

it('each Region that the AWS SDK knows belongs to the partition that the SDK says', () => {
  const known = partitions.flatMap(({ id, regions }) => Object.keys(regions).map((r) => [r, id]));

  assert.ok(known.length > 40, `${known.length} Regions`);
  assert.deepEqual(
    known.map(([region = '']) => [region, partitionOf(region)]),
    known,
  );
});

it('a Region or partition that nobody knows is treated as one of the commercial partition', () => {
  assert.equal(partitionOf('moon-east-1'), 'aws');
  assert.equal(homeOf('aws-moon'), 'us-east-1');
});
