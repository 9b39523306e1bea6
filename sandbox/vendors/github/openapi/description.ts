/** Checks of requests and answers against GitHub's own OpenAPI description. */
import { readFileSync } from 'node:fs';

import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { z } from 'zod';

import { strict } from './strict.ts';

export interface Description {
  /** Which operation a request is for; null for none that the sandbox has. */
  find(method: string, path: string): Found | null;
  /** What GitHub's description says against this request; empty when nothing. */
  requestProblems(found: Found, request: DescribedRequest): readonly string[];
  /** What it says against an answer of ours: names it does not know, values of another type. */
  answerProblems(found: Found, status: number, body: unknown): readonly string[];
}

export interface Found {
  /** `get /repos/{owner}/{repo}`. */
  readonly operation: string;
  readonly described: Operation;
  /** Decoded. */
  readonly params: Readonly<Record<string, string>>;
}

interface DescribedRequest {
  readonly query: URLSearchParams;
  readonly body: unknown;
}

export function readDescription(): Description {
  const text = readFileSync(`${import.meta.dirname}/slice.json`, 'utf8');
  const slice = Slice.parse(JSON.parse(text));
  const routes = slice.operations.map((described) => {
    const operation = `${described.method} ${described.path}`;
    return { described, operation, pattern: patternOf(operation) };
  });
  const checks = checksOf(slice);
  return {
    find: (method, path) => {
      for (const { pattern, ...found } of routes) {
        const match = pattern.exec(`${method.toLowerCase()} ${path}`);
        if (match !== null) return { ...found, params: decoded(match.groups ?? {}) };
      }
      return null;
    },
    requestProblems: checks.request,
    answerProblems: checks.answer,
  };
}

const Parameter = z.object({ name: z.string(), in: z.string(), schema: z.unknown() });
const Json = z.object({
  content: z.object({ 'application/json': z.object({ schema: z.unknown() }) }),
});
const Operation = z.object({
  method: z.string(),
  path: z.string(),
  parameters: z.array(z.unknown()),
  requestBody: Json.extend({ required: z.boolean().default(false) }).optional(),
  responses: z.record(z.string(), z.unknown()),
});
type Operation = z.output<typeof Operation>;
const Slice = z.object({
  operations: z.array(Operation),
  components: z.record(z.string(), z.unknown()),
});
type Slice = z.output<typeof Slice>;

/** Only a last part may hold slashes: branches and refs do. */
function patternOf(operation: string): RegExp {
  const source = operation
    .replaceAll(/\{(ref|branch)\}$/g, '(?<$1>.+)')
    .replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${source}$`);
}

function decoded(groups: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]),
  );
}

function checksOf({ components }: Slice) {
  const options = { allErrors: true, strict: false, validateFormats: false };
  const bodies = new Ajv(options);
  const words = new Ajv({ ...options, coerceTypes: true });
  const known = new Map<string, ValidateFunction>();
  const check = (key: string, ajv: Ajv, make: () => object): ValidateFunction => {
    const compiled = known.get(key) ?? ajv.compile(make());
    known.set(key, compiled);
    return compiled;
  };
  return {
    request: ({ described, operation: key, params }: Found, given: DescribedRequest) => {
      const wanted = described.parameters.map((one) => Parameter.parse(resolved(one, components)));
      const values = { ...params, ...Object.fromEntries(given.query) };
      const names = check(`${key} words`, words, () => wordsSchema(wanted));
      const problems = problemsOf(names, values);
      const schema = described.requestBody?.content['application/json'].schema;
      if (schema === undefined) return problems;
      const make = () => strict(schema, components, { required: true });
      const body = check(`${key} body`, bodies, make);
      return [...problems, ...problemsOf(body, given.body ?? {})];
    },
    answer: ({ described, operation }: Found, status: number, body: unknown) => {
      const response = described.responses[String(status)];
      if (response === undefined) return [`GitHub does not answer ${status} here`];
      const json = Json.safeParse(resolved(response, components));
      if (!json.success) return body === null ? [] : ['GitHub answers nothing here'];
      const { schema } = json.data.content['application/json'];
      const make = () => strict(schema, components, { required: false });
      return problemsOf(check(`${operation} ${status}`, bodies, make), body);
    },
  };
}

function wordsSchema(parameters: readonly z.output<typeof Parameter>[]): object {
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
  };
}

function resolved(value: unknown, components: Slice['components']): unknown {
  const reference = z.object({ $ref: z.string() }).safeParse(value);
  return reference.success ? components[reference.data.$ref] : value;
}

function problemsOf(check: ValidateFunction, value: unknown): readonly string[] {
  if (check(value)) return [];
  return (check.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${instancePath || '/'} ${message ?? 'is wrong'} ${JSON.stringify(params)}`,
  );
}
