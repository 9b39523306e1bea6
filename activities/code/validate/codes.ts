/** The checks, in the order in which they run. */
const CHECKS = [
  'parse',
  'file-scope',
  'size',
  'apply',
  'resource-scope',
  'safety',
  'effect',
] as const;
export type CheckName = (typeof CHECKS)[number];

/**
 * What happens after a rejection. `retry`: the model may try again with the hint. `people`: human review, since
 * another answer cannot help. `unjudged`: human review, and the answer itself was not judged (exit code 2).
 */
export type Follow = 'retry' | 'people' | 'unjudged';

interface CodeFacts {
  readonly check: CheckName;
  readonly follow: Follow;
  /** For the model's next attempt: one fixed sentence, without any text of the file or the answer. */
  readonly hint: string;
}

const DIFF = 'Answer with one unified diff: --- a/PATH, +++ b/PATH, then hunks with right counts.';
const PEOPLE = 'This file goes to human review.';
const TARGET_ONLY = 'Change only the named block and the companion blocks that were allowed.';
const ATTRIBUTES = 'Change only the attributes that were allowed; leave all others as they are.';

/** Every reason for a rejection. Stories record the names: add, never rename. */
export const CODES = {
  NO_HUNKS: parse(DIFF),
  SEVERAL_DIFFS: parse('Answer with exactly one diff.'),
  NO_FILE_HEADER: parse('Begin the diff with the lines --- a/PATH and +++ b/PATH.'),
  BAD_HUNK_HEADER: parse('Write each hunk header as @@ -START,COUNT +START,COUNT @@ with numbers.'),
  HUNK_COUNT: parse('Make the counts of each hunk header agree with the lines below it.'),
  HUNK_LINE: parse('Begin every line of a hunk with a blank, + or -; context lines with a blank.'),
  HUNK_WITHOUT_CHANGE: parse('Every hunk must add or remove at least one line.'),
  HUNK_ORDER: parse('Order the hunks from top to bottom; they must not overlap.'),
  TRAILING_LINES: parse('Leave no lines behind the last hunk, and none between hunks.'),
  CONTROL_CHARACTER: parse('Use plain text without control characters.'),
  SEVERAL_FILES: scope('Change only the named file.'),
  WRONG_FILE: scope('Name exactly the path of the file that was given.'),
  FILE_OPERATION: scope(
    'Change the lines of the file; do not create, delete, rename or re-mode files.',
  ),
  TOO_MANY_LINES: size('Make the smallest change that fixes the problem.'),
  TOO_MANY_BYTES: size('Make the smallest change that fixes the problem.'),
  LINE_TOO_LONG: size('Break long lines.'),
  ANSWER_TOO_LARGE: size('Answer with the diff alone and keep it small.'),
  CONTEXT_MISMATCH: apply(
    'Copy context and removed lines exactly from the file, blank lines, comments and indentation included.',
  ),
  AMBIGUOUS: apply('The hunk fits several places: give more context lines, or right line numbers.'),
  OUTSIDE_FILE: apply('The line number of a hunk without context lies outside the file.'),
  NO_CHANGE: apply('The diff must change the file.'),
  UNFAITHFUL: { check: 'apply', follow: 'people', hint: DIFF },
  SOURCE_UNPARSABLE: unjudged(),
  SOURCE_TOO_LARGE: unjudged(),
  SOURCE_UNSUPPORTED: unjudged(),
  /** The thread that judges was ended. */
  TOO_SLOW: unjudged(),
  TARGET_NOT_FOUND: unjudged(),
  TARGET_AMBIGUOUS: unjudged(),
  TARGET_IN_LOOP: unjudged(),
  TARGET_IN_MODULE: unjudged(),
  GENERATED_TEMPLATE: unjudged(),
  NO_RULES: unjudged(),
  SYNTAX: resource('The changed file does not parse: close every block, quote and bracket.'),
  SPLIT: resource('Write each block on lines of its own, one after the other.', 'people'),
  TOP_LEVEL_ATTRIBUTE: resource('Put no attributes outside of blocks.'),
  DUPLICATE_ADDRESS: resource('A block of that name exists: change it rather than adding another.'),
  OTHER_REMOVED: resource(`Remove no block. ${TARGET_ONLY}`),
  OTHER_ADDED: resource(TARGET_ONLY),
  OTHER_MODIFIED: resource(TARGET_ONLY),
  REORDERED: resource('Keep the order of the blocks.'),
  COMMENT_REMOVED: resource('Keep the comments between blocks.'),
  COMPANION_NOT_BOUND: resource(
    'The companion block must refer to the named block, and to it alone.',
  ),
  DUPLICATE_COMPANION: resource('The block already has such a companion: change that one.'),
  ALIAS_ADDED: resource('Do not use YAML anchors and aliases.'),
  TARGET_REMOVED: safety('Keep the named block, its type and its name.'),
  META_ARGUMENT: safety(
    'Do not change count, for_each, provider, lifecycle, depends_on, conditions or deletion policies.',
  ),
  COMPANION_COUNT: safety('The companion must exist once for each instance of the named block.'),
  UNRELATED_ATTRIBUTE: safety(ATTRIBUTES),
  COMPANION_ATTRIBUTE: safety('Give the companion only the attributes that the fix needs.'),
  WEAKENED: safety('Do not weaken another setting of the resource.'),
  POLICY_CHANGED: safety(
    'Keep every existing statement of the policy and add only the needed one.',
  ),
  CODE_EXECUTION: safety('Use no provisioners and no functions that read files.'),
  SUPPRESSION: safety('Do not suppress scanners: fix the setting.'),
  SECRET: safety('Put no secrets into the file.'),
  FOREIGN_ACCOUNT: safety('Name no key, ARN or account id of another account.'),
  FOREIGN_REGION: safety('Name no ARN of another partition, and no key of another Region.'),
  INVISIBLE_CHARACTER: safety('Use no invisible or direction-changing characters.'),
  HOMOGLYPH: safety('Do not mix scripts inside a word.'),
  LOG_LOOP: safety('A bucket must not receive its own access logs.'),
  COMPOSED_VALUE: safety('Refer to a resource of the file itself; do not put names together.'),
  UNSUITED_LOG_BUCKET: safety('Send access logs to a private bucket that exists for logs.'),
  /** No answer to this file could be proved right. */
  POLICY_ELSEWHERE: { check: 'safety', follow: 'unjudged', hint: PEOPLE },
  SET_ELSEWHERE: { check: 'effect', follow: 'unjudged', hint: PEOPLE },
  MODULE_COMPANION: unjudged(),
  OVERRIDDEN: unjudged(),
  REPEATED_KEY: resource('Write each key of a map once.'),
  /** The resource cannot have what the control asks for. */
  UNFIT_TARGET: { check: 'effect', follow: 'unjudged', hint: PEOPLE },
  REWRITTEN_TEMPLATE: { check: 'effect', follow: 'unjudged', hint: PEOPLE },
  NO_EFFECT: effect('The change must alter a setting, not only comments or formatting.'),
  NOT_FIXED: effect(
    'After the change the problem must be gone: set everything the control asks for.',
  ),
  UNKNOWN_SETTING: effect('Use only arguments that the block has, and blocks where it has blocks.'),
  WRONG_REFERENCE: effect(
    'Refer to an existing resource of the right type, with an attribute that it has.',
  ),
  OLD_VERSION: effect('Use only what the required versions of Terraform and its provider have.'),
  CIRCULAR_REFERENCE: effect('Do not refer to a resource that refers back to the block.'),
  UNDEFINED_REFERENCE: effect('Refer only to resources and parameters that the template has.'),
  NOT_PROVABLE: effect(
    'Write the values literally, so that the file itself shows that they are set.',
  ),
  ALREADY_FIXED: { check: 'effect', follow: 'people', hint: 'The file already has the setting.' },
  /** Checkov was required and did not answer. */
  NO_SECOND_OPINION: {
    check: 'effect',
    follow: 'unjudged',
    hint: PEOPLE,
  },
  SECOND_OPINION: effect('A scanner still reports the problem, or a new one.'),
} as const satisfies Readonly<Record<string, CodeFacts>>;

export type Code = keyof typeof CODES;

function parse(hint: string): CodeFacts {
  return { check: 'parse', follow: 'retry', hint };
}

function scope(hint: string): CodeFacts {
  return { check: 'file-scope', follow: 'retry', hint };
}

function size(hint: string): CodeFacts {
  return { check: 'size', follow: 'retry', hint };
}

function apply(hint: string): CodeFacts {
  return { check: 'apply', follow: 'retry', hint };
}

function resource(hint: string, follow: Follow = 'retry'): CodeFacts {
  return { check: 'resource-scope', follow, hint };
}

function safety(hint: string): CodeFacts {
  return { check: 'safety', follow: 'retry', hint };
}

function effect(hint: string): CodeFacts {
  return { check: 'effect', follow: 'retry', hint };
}

function unjudged(): CodeFacts {
  return { check: 'resource-scope', follow: 'unjudged', hint: PEOPLE };
}
