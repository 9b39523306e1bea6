import { AwsError } from '../gateway/aws-error.ts';
import type { Parameter, Runbook } from './document.ts';
import { asText } from './interpolate.ts';

export type Given = Readonly<Record<string, readonly string[]>>;

/**
 * The values a runbook runs with. Throws InvalidAutomationExecutionParametersException for a parameter the
 * document does not have, one that is missing, and one outside its allowed values, pattern or type.
 */
export function resolveParameters(runbook: Runbook, given: Given): Record<string, unknown> {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(runbook.parameters, name));
  if (unknown.length > 0) throw invalid(`Undefined parameters: ${unknown.join(', ')}.`);
  const entries = Object.entries(runbook.parameters).map(([name, parameter]) => {
    const values = given[name];
    return [name, values ? convert(name, parameter, values) : defaultOf(name, parameter)] as const;
  });
  return Object.fromEntries(entries);
}

/** As GetAutomationExecution shows them: every value a list of strings. */
export function shownParameters(
  values: Readonly<Record<string, unknown>>,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(asText) : [asText(value)],
    ]),
  );
}

export function invalid(message: string): AwsError {
  return new AwsError('InvalidAutomationExecutionParametersException', message);
}

function defaultOf(name: string, parameter: Parameter): unknown {
  if (parameter.default !== undefined) return parameter.default;
  throw invalid(`Parameter "${name}" has no default value and no value was given.`);
}

function convert(name: string, parameter: Parameter, values: readonly string[]): unknown {
  for (const value of values) checkAllowed(name, parameter, value);
  if (parameter.type === 'StringList' || parameter.type.startsWith('List<')) return values;
  const [value] = values;
  if (values.length !== 1 || value === undefined) {
    throw invalid(`Parameter "${name}" of type ${parameter.type} takes exactly one value.`);
  }
  return PARSERS[parameter.type]?.(name, value) ?? value;
}

const PARSERS: Readonly<Record<string, (name: string, value: string) => unknown>> = {
  Boolean: (name, value) => {
    if (!['true', 'false'].includes(value.toLowerCase())) throw invalid(`"${name}" is no Boolean.`);
    return value.toLowerCase() === 'true';
  },
  Integer: (name, value) => {
    if (!/^-?\d+$/.test(value)) throw invalid(`"${name}" is no Integer.`);
    return Number(value);
  },
  StringMap: json,
  MapList: json,
};

function json(name: string, value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    throw invalid(`"${name}" is not JSON.`);
  }
}

function checkAllowed(
  name: string,
  { allowedValues, allowedPattern }: Parameter,
  value: string,
): void {
  if (allowedValues && !allowedValues.map(String).includes(value)) {
    const allowed = allowedValues.map(String).join(', ');
    throw invalid(`Parameter "${name}" has the value "${value}"; allowed are ${allowed}.`);
  }
  if (allowedPattern && !new RegExp(allowedPattern).test(value)) {
    throw invalid(
      `Parameter "${name}" has the value "${value}", which does not match ${allowedPattern}.`,
    );
  }
}
