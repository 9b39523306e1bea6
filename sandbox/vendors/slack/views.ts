import { parseJson } from '../vendor-server.ts';
import { problemsIn, refused } from './answer.ts';
import type { Answer, Args } from './answer.ts';
import type { SlackState } from './state.ts';
import { inputs, viewShape } from './view-shape.ts';
import type { Input, OpenView } from './view-shape.ts';

/** What a person filled in: typed, picked as epoch seconds, or chosen by value; by `block_id`. */
export type Filled = Readonly<Record<string, string | number>>;

/** https://docs.slack.dev/reference/methods/views.open */
export function openView(state: SlackState, args: Args): Answer {
  const { trigger_id: id, view: given = '' } = args;
  if (id === undefined) throw refused('invalid_arguments');
  const trigger = state.triggers.get(id);
  if (trigger === undefined) throw refused('invalid_trigger_id');
  if (trigger.used) throw refused('exchanged_trigger_id');
  if (Date.now() - trigger.at > TRIGGER_LIVES) throw refused('expired_trigger_id');
  const view = viewShape.safeParse(parseJson(given));
  if (!view.success) throw refused('invalid_arguments', ...problemsIn('/view', view.error));
  trigger.used = true;
  const opened = { ...view.data, id: `V${String(state.views.length + 1).padStart(9, '0')}` };
  state.views.push({ ...opened, user: trigger.user });
  return { ok: true, view: opened };
}

/** Milliseconds. https://docs.slack.dev/interactivity/handling-user-interaction */
const TRIGGER_LIVES = 3_000;

/** What the form sends, as Slack's own client lets people fill it in. Throws for what that does not let through. */
export function valuesOf(view: OpenView, filled: Filled): Record<string, unknown> {
  const all = inputs(view.blocks).map((one) => [
    one.block_id,
    { [one.element.action_id]: { type: one.element.type, ...valueOf(one, filled[one.block_id]) } },
  ]);
  return Object.fromEntries(all);
}

function valueOf(
  { block_id: id, element: of, optional = false }: Input,
  given: string | number | undefined,
): object {
  const impossible = new Error(`Nobody can enter ${given} into ${id} (${of.type}).`);
  switch (of.type) {
    case 'plain_text_input':
      if (optional && given === undefined) return { value: null };
      if (typeof given !== 'string' || given === '') throw impossible;
      if (given.length > (of.max_length ?? 3000)) throw impossible;
      return { value: given };
    case 'datetimepicker': {
      const picked = given ?? of.initial_date_time;
      if (typeof picked !== 'number') throw impossible;
      return { selected_date_time: picked };
    }
    case 'static_select': {
      const grouped = of.option_groups?.flatMap((group) => group.options) ?? [];
      const chosen = [...(of.options ?? []), ...grouped].find(({ value }) => value === given);
      if (chosen === undefined) throw impossible;
      return { selected_option: chosen };
    }
  }
}
