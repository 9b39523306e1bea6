/** Slack's own limits on blocks: https://docs.slack.dev/reference/block-kit/blocks */
import { z } from 'zod';

export const plain = (most: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(most),
    emoji: z.boolean().optional(),
  });
const anyText = (most: number) =>
  z.union([
    plain(most),
    z.strictObject({
      type: z.literal('mrkdwn'),
      text: z.string().min(1).max(most),
      verbatim: z.boolean().optional(),
    }),
  ]);

const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  action_id: z.string().max(255).optional(),
  value: z.string().max(2000).optional(),
  url: z.url().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

export const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), text: plain(150) }),
  z
    .strictObject({
      type: z.literal('section'),
      text: anyText(3000).optional(),
      fields: z.array(anyText(2000)).min(1).max(10).optional(),
    })
    .refine(({ text, fields }) => text !== undefined || fields !== undefined),
  z.strictObject({
    type: z.literal('actions'),
    elements: z
      .array(button)
      .min(1)
      .max(25)
      .refine((all) => unique(all.map((one) => one.action_id))),
  }),
  z.strictObject({ type: z.literal('context'), elements: z.array(anyText(2000)).min(1).max(10) }),
  z.strictObject({ type: z.literal('divider') }),
]);

export const blocksShape = z.array(block).max(50);
export type Blocks = z.infer<typeof blocksShape>;

export function unique(ids: readonly unknown[]): boolean {
  return new Set(ids).size === ids.length;
}
