import { z } from 'zod';

import { type Finding, FindingSchema } from './finding.ts';
import { invalidInput } from './invalid-input.ts';

const RequestSchema = z.object({ Findings: z.array(z.unknown()).min(1).max(100) });
const MAX_BYTES = 240 * 1024;

interface ImportError {
  readonly Id: string;
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

export interface Checked {
  readonly valid: readonly Finding[];
  readonly failed: readonly ImportError[];
}

/** Checks each finding alone: an invalid one does not stop the others. Throws InvalidInputException for the request. */
export function checkImport(input: unknown, account: string): Checked {
  const request = RequestSchema.safeParse(input);
  if (!request.success) throw invalidInput('Findings must hold 1 to 100 findings');
  const valid: Finding[] = [];
  const failed: ImportError[] = [];
  for (const raw of request.data.Findings) {
    const parsed = FindingSchema.safeParse(raw);
    const problem = parsed.success ? refusalOf(parsed.data, account) : formatProblem(parsed.error);
    if (parsed.success && problem === null) valid.push(parsed.data);
    else failed.push({ Id: idOf(raw), ErrorCode: 'InvalidInput', ErrorMessage: problem ?? '' });
  }
  return { valid, failed };
}

/** A finding is imported by the account that it is about. */
function refusalOf(finding: Finding, account: string): string | null {
  if (finding.AwsAccountId !== account) {
    return `Finding's AwsAccountId ${finding.AwsAccountId} is not the calling account ${account}`;
  }
  const bytes = Buffer.byteLength(JSON.stringify(finding));
  return bytes > MAX_BYTES ? `Finding size ${bytes} exceeds 240 KB` : null;
}

function formatProblem(error: z.ZodError): string {
  return `Finding does not adhere to Amazon Finding Format. ${error.issues.map(detail).join(', ')}`;
}

function detail(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return issue.message;
  const parent = ['data', ...issue.path.slice(0, -1).map(String)].join('.');
  const field = String(issue.path.at(-1) ?? '');
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  if (missing) return `${parent} should have required property '${field}'`;
  return `${parent}.${field}: ${issue.message}`;
}

function idOf(raw: unknown): string {
  const parsed = z.object({ Id: z.string() }).safeParse(raw);
  return parsed.success ? parsed.data.Id : 'unknown';
}
