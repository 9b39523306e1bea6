import type { Control } from '../controls/control.ts';
import {
  controlByConfigRule,
  controlByFindingType,
  controlBySecurityHubId,
  controlByTitle,
} from '../controls/lookup.ts';

/** From what reports call a problem to the control that verifies it; null where none does. */
export interface Catalogue {
  readonly bySecurityHubId: (id: string) => Control | null;
  readonly byConfigRule: (rule: string) => Control | null;
  readonly byFindingType: (type: string) => Control | null;
  readonly byTitle: (productArn: string, title: string) => Control | null;
}

export const CATALOGUE: Catalogue = {
  bySecurityHubId: controlBySecurityHubId,
  byConfigRule: controlByConfigRule,
  byFindingType: controlByFindingType,
  byTitle: controlByTitle,
};
