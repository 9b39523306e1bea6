import { CONTROLS } from '../../controls/index.ts';
import {
  controlByConfigRule,
  controlByFindingType,
  controlByProwlerCheck,
  controlBySecurityHubId,
  controlByTitle,
} from '../../controls/lookup.ts';

/** Finds the control that verifies what a report names; null where none does. */
export const CATALOGUE = {
  bySecurityHubId: controlBySecurityHubId,
  byConfigRule: controlByConfigRule,
  byFindingType: controlByFindingType,
  byProwlerCheck: controlByProwlerCheck,
  byTitle: controlByTitle,
  /** Is this the id of a control, `S3.PublicAccess`? */
  isControl: (id: string) => CONTROLS.some((control) => control.id === id),
} as const;
export type Catalogue = typeof CATALOGUE;
