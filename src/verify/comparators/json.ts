import { hasMark, MARK_PLACE, markShown } from './byteOrderMark';
import type { Comparator, Comparison, FilePair, Rule, Tools } from './comparator';
import { hasRule } from './comparator';
import { DifferenceList } from './differenceList';
import { Excuses } from './excuses';
import { JsonCursor, NotJson } from './jsonCursor';
import { walkJson } from './jsonWalk';
import { startPaths } from './pathRules';
import { plainLineDifferences } from './plainLineDifferences';
import { wholeTextsOf } from './texts';

/** Both documents stand in memory as a whole, because members are found by key in whatever order. */
const MOST = 96 * 1024 * 1024;

/** Reads JSON value by value: numbers within bounds and ignored paths can be excused, nothing else. */
export const jsonComparator: Comparator = {
  name: 'json',
  most: MOST,
  recognises: ({ path }) => /\.(?:json|geojson|ipynb|jsonld|webmanifest)$/i.test(path),
  compare: compareJson,
};

async function compareJson(pair: FilePair, rule: Rule, tools: Tools): Promise<Comparison> {
  const excuses = new Excuses();
  const [was, is] = await wholeTextsOf(pair, rule, { tools, excuses });
  // Without what a pattern takes out it need not be JSON any more, as long as it is the same.
  if (was.equals(is)) {
    return {
      verdict: 'equivalent',
      notes: excuses.notes(),
      differencesTotal: 0,
      differences: [],
    };
  }
  const differences = new DifferenceList();
  const marks = [hasMark(was), hasMark(is)] as const;
  if (marks[0] !== marks[1]) {
    const [one, other] = marks.map(markShown);
    differences.add(() => {
      return { file: pair.path, at: MARK_PLACE, was: one ?? null, is: other ?? null, delta: null };
    });
  }
  const { state, unread } = startPaths(rule);
  const cursors = [
    new JsonCursor(was, 'the saved file'),
    new JsonCursor(is, 'the new file'),
  ] as const;
  try {
    walkJson(cursors[0], cursors[1], state, { file: pair.path, differences, excuses });
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return { verdict: 'doubt', why: `it cannot be read as JSON (${error.message})` };
  }
  const notes = [
    ...excuses.notes(),
    ...unread.map((path) => `The path ${path} is not understood and excuses nothing.`),
    ...(rule.ignore?.columns ? ['JSON has no columns to ignore.'] : []),
  ];
  if (differences.total > 0) {
    const { total, kept } = differences;
    return { verdict: 'different', notes, differencesTotal: total, differences: kept };
  }
  if (hasRule(rule)) {
    if (!excuses.any) {
      notes.push(
        'Only spelling differs (order of keys, white space, `1` for `1.0`), which is nothing under a rule.',
      );
    }
    return { verdict: 'equivalent', notes, differencesTotal: 0, differences: [] };
  }
  const { list } = await plainLineDifferences(pair, tools);
  return {
    verdict: 'different',
    notes: [
      'Every value is the same: only the way it is written differs (order of keys, white space, `1` for `1.0`). Nobody wrote a rule that excuses it.',
    ],
    differencesTotal: list.total,
    differences: list.kept,
  };
}
