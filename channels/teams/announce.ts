import type { SwitchMessage } from '../../activities/kill-switch/message.ts';
import { channelsOf, toEach } from '../announce.ts';
import type { Delivered } from '../delivery-lock.ts';
import { switchCard } from './card.ts';
import { fitCard } from './fit-card.ts';
import type { Workflows } from './workflows.ts';

export interface AnnounceDeps {
  readonly workflows: Pick<Workflows, 'post'>;
  readonly defaultWorkflow: string | null;
}

/** Posts a card to every team's workflow. A workflow answers with no id, so a repeated message is posted again. */
export async function announce(
  { workflows, defaultWorkflow }: AnnounceDeps,
  message: SwitchMessage,
): Promise<Delivered> {
  const body = fitCard((limits) => switchCard(message, limits));
  return await toEach(
    channelsOf(message, 'teams', defaultWorkflow),
    async (name) => await workflows.post(name, body),
  );
}
