import type { Control } from '../../controls/control.ts';
import { CONTROLS } from '../../controls/index.ts';
import {
  controlByConfigRule,
  controlByFindingType,
  controlByProwlerCheck,
  controlBySecurityHubId,
  controlByTitle,
} from '../../controls/lookup.ts';

/** Finds the control that verifies what a report names; null where none does. */
export interface Catalogue {
  readonly bySecurityHubId: (id: string) => Control | null;
  readonly byConfigRule: (rule: string) => Control | null;
  readonly byFindingType: (type: string) => Control | null;
  readonly byProwlerCheck: (check: string) => Control | null;
  readonly byTitle: (productArn: string, title: string) => Control | null;
  /** Is this the id of a control, `S3.PublicAccess`? */
  readonly isControl: (id: string) => boolean;
}

export const CATALOGUE: Catalogue = {
  bySecurityHubId: controlBySecurityHubId,
  byConfigRule: controlByConfigRule,
  byFindingType: controlByFindingType,
  byProwlerCheck: controlByProwlerCheck,
  byTitle: controlByTitle,
  isControl: (id) => CONTROLS.some((control) => control.id === id),
};
