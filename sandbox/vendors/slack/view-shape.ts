/** Forms, with Slack's own limits: https://docs.slack.dev/reference/views/modal-views */
import { z } from 'zod';

import { block, plain, unique } from './blocks.ts';

const option = z.strictObject({ text: plain(75), value: z.string().min(1).max(150) });
const options = z.array(option).min(1).max(100);
const shared = { action_id: z.string().max(255), placeholder: plain(150).optional() };

const element = z.discriminatedUnion('type', [
  z.strictObject({
    ...shared,
    type: z.literal('plain_text_input'),
    multiline: z.boolean().optional(),
    initial_value: z.string().max(3000).optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  }),
  z.strictObject({
    action_id: shared.action_id,
    type: z.literal('datetimepicker'),
    // Ten digits.
    initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
  }),
  z
    .strictObject({
      ...shared,
      type: z.literal('static_select'),
      options: options.optional(),
      option_groups: z
        .array(z.strictObject({ label: plain(75), options }))
        .min(1)
        .max(100)
        .optional(),
    })
    .refine(
      ({ options: one, option_groups: other }) => (one === undefined) !== (other === undefined),
    ),
]);

const input = z.strictObject({
  type: z.literal('input'),
  block_id: z.string().max(255),
  label: plain(2000),
  hint: plain(2000).optional(),
  optional: z.boolean().optional(),
  element,
});

const blocksShape = z.array(z.union([input, block])).max(100);

export const viewShape = z
  .strictObject({
    type: z.literal('modal'),
    title: plain(24),
    submit: plain(24).optional(),
    close: plain(24).optional(),
    callback_id: z.string().max(255).optional(),
    private_metadata: z.string().max(3000).optional(),
    blocks: blocksShape,
  })
  .refine(({ blocks, submit }) => submit !== undefined || inputs(blocks).length === 0)
  .refine(({ blocks }) => unique(inputs(blocks).map((one) => one.block_id)));

type View = z.infer<typeof viewShape>;
export type Input = z.infer<typeof input>;

/** A form that somebody has in front of them. */
export interface OpenView extends View {
  readonly id: string;
  readonly user: string;
}

export function inputs(blocks: z.infer<typeof blocksShape>): readonly Input[] {
  return blocks.flatMap((one) => (one.type === 'input' ? [one] : []));
}
