/** What the starter makes of one ASFF finding. */
import type { Finding } from '../../starter/event/finding.ts';
import { parseFinding } from '../../starter/event/parse-finding.ts';
import { CATALOGUE } from '../../starter/identity/catalogue.ts';
import { identify } from '../../starter/identity/identity.ts';
import type { Identified } from '../../starter/identity/identity.ts';
import { rawFinding } from '../builders/asff.ts';
import type { Raw } from '../builders/asff.ts';
import { INTAKE } from './corpus.ts';

export function parsedFinding(changes: Raw = {}): Finding {
  const parsed = parseFinding(rawFinding(changes));
  if (!parsed.ok) throw new Error(`${parsed.broken.field}: ${parsed.broken.message}`);
  return parsed.finding;
}

/** The first problem that it reports. */
export function identified(changes: Raw = {}): Identified {
  const [first] = identify(parsedFinding(changes), CATALOGUE, INTAKE);
  if (first === undefined) throw new Error('no problem in the finding');
  return first;
}
