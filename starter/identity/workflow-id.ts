import { createHash } from 'node:crypto';

import type { Problem } from '../../domain/finding.ts';

/**
 * The lifecycle's id: the problem, readable first and hashed last, at most 200 bytes of ASCII, for example
 * `S3.PublicAccess:111122223333:eu-west-1:payments-logs:5f2c1a9b04`. Durable: golden vectors guard it.
 */
export function workflowIdOf(problem: Problem): string {
  const readable = [
    slug(problem.control ?? problem.findingType, 60),
    slug(problem.account, 12),
    slug(problem.region, 20),
    slug(problem.resource.name, 90),
  ];
  return [...readable, hashOf(problem)].join(':');
}

/** Of everything that tells problems apart, in a fixed order. JSON escapes lone surrogates, so no two texts collide. */
function hashOf(problem: Problem): string {
  const identity = [
    problem.control ?? `unmapped ${problem.findingType}`.toLowerCase(),
    problem.account,
    problem.region,
    problem.resource.type,
    problem.resource.id,
  ];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 10);
}

function slug(text: string, limit: number): string {
  const safe = text.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^-+|-+$/g, '');
  return safe.slice(0, limit).replace(/-+$/, '') || '-';
}
