import * as assert from 'node:assert/strict';

import { LanguageAnswers } from '../../../src/language/languageAnswers';
import type { WatchedProject } from '../../../src/language/languageAnswers';
import type {
  AskKind,
  LanguageAsks,
  LanguageNews,
  LanguageQuestion,
  LanguageReply,
} from '../../../src/language/languageAsks';
import { memoryFolders } from '../../support/memoryFolders';

const FILE = '/project/pipeline.yaml';
const NOTHING: LanguageNews = { texts: [], touched: [], closed: [] };
const SAVED = { labels: ['v1.0'], differing: ['v1.0'] };

describe('answers about pipeline files', () => {
  const TEXT = 'params: params.yaml\nsteps: { a: { run: "x ${{ params.lr }}" } }\n';

  it('are made of the newest text: an older question that waits gets none', () => {
    const answers = new LanguageAnswers(project({}));
    const older = diagnostics(1, 'rnu: 1\nsteps: { a: { run: x } }\n');
    const newer = diagnostics(2, 'steps: { a: { rnu: x } }\n');
    const [first, second] = all(answers, older, newer);
    assert.equal(first?.answer, null);
    assert.deepEqual(codes(second), ['key-missing', 'key-unknown']);
  });

  it('need the text once a version, and none of a file that was closed', () => {
    const answers = new LanguageAnswers(project({}));
    all(answers, diagnostics(1, 'steps: { a: { run: x } }\n'));
    const symbols = question('symbols', { version: 1, ask: {} });
    assert.ok(all(answers, symbols)[0]?.answer);
    const closed = { ...symbols, news: { ...NOTHING, closed: [FILE] } };
    assert.equal(all(answers, closed)[0]?.answer, null);
  });

  it('count an unsaved text of a params file until it is saved, and name whom it matters to', () => {
    const answers = new LanguageAnswers(project({ 'params.yaml': 'lr: 1\n' }));
    const unsaved = (text: string | null): LanguageNews => ({
      ...NOTHING,
      texts: [{ file: '/project/params.yaml', text }],
    });
    assert.deepEqual(codes(all(answers, diagnostics(1, TEXT))[0]), []);
    const told = all(answers, question('nothing', { version: null, news: unsaved('rate: 1\n') }));
    assert.deepEqual(told[0]?.again, [FILE]);
    assert.deepEqual(codes(all(answers, diagnostics(1))[0]), ['param-unknown']);
    const saved = { ...diagnostics(1), news: unsaved(null) };
    assert.deepEqual(codes(all(answers, saved)[0]), []);
  });

  it('look at the disk anew once a file that was asked about is touched, and for no other', () => {
    const files: Record<string, string> = { 'params.yaml': 'lr: 1\n' };
    const answers = new LanguageAnswers(project(files));
    all(answers, diagnostics(1, TEXT));
    files['params.yaml'] = 'rate: 1\n';
    const touched = (file: string): readonly string[] | undefined => {
      const news = { ...NOTHING, touched: [file] };
      return all(answers, question('nothing', { version: null, news }))[0]?.again;
    };
    assert.deepEqual(touched('/project/other.txt'), []);
    assert.deepEqual(codes(all(answers, diagnostics(1))[0]), []);
    assert.deepEqual(touched('/project/params.yaml'), [FILE]);
    assert.deepEqual(codes(all(answers, diagnostics(1))[0]), ['param-unknown']);
  });

  it('are fixes for what the cursor touches alone, the label among them', () => {
    const answers = new LanguageAnswers(project({}));
    const text = 'version: v1.0\nsteps: { a: { rnu: x } }\n';
    const titles = (word: string): readonly string[] => {
      const start = text.indexOf(word);
      const ask = { within: { start, end: start }, saved: SAVED };
      const [reply] = all(answers, question('fixes', { version: 1, text, ask }));
      return (reply?.answer as LanguageAsks['fixes']['answer']).map(({ title }) => title);
    };
    assert.deepEqual(titles('rnu'), ['Change to run']);
    assert.deepEqual(titles('v1.0'), ['Raise the version to v1.1']);
    assert.deepEqual(titles('steps'), []);
  });

  it('name the steps of which more is to be said, and say it with what is known of them', () => {
    const answers = new LanguageAnswers(project({}));
    const text = 'steps:\n  train:\n    run: x\n';
    const hover = (
      facts: LanguageAsks['hover']['ask']['facts'],
    ): LanguageAsks['hover']['answer'] => {
      const ask = { offset: text.indexOf('train'), facts };
      const [reply] = all(answers, question('hover', { version: 1, text, ask }));
      return reply?.answer as LanguageAsks['hover']['answer'];
    };
    assert.deepEqual(hover({}).steps, ['train']);
    const facts = { train: { status: 'stale', duration: 'took 48 s', verdict: null } };
    assert.match(hover(facts).hover?.markdown ?? '', /stale · took 48 s/);
  });
});

function project(files: Record<string, string>): ConstructorParameters<typeof LanguageAnswers>[0] {
  return (root, unsaved): WatchedProject => ({
    ...memoryFolders(files),
    root,
    readText: (name) => unsaved(`${root}/${name}`) ?? files[name] ?? null,
    touched: (file) => file === `${root}/params.yaml`,
  });
}

function question<K extends AskKind>(
  kind: K,
  more: {
    readonly version: number | null;
    readonly text?: string;
    readonly ask?: LanguageAsks[K]['ask'];
    readonly news?: LanguageNews;
  },
): LanguageQuestion {
  const { version, text = null, ask = {}, news = NOTHING } = more;
  const at = version === null ? null : { file: FILE, root: '/project', version, text };
  return { kind, ask: ask, at, news };
}

function diagnostics(version: number, text?: string): LanguageQuestion {
  const ask = { saved: { labels: [], differing: [] }, text: false };
  return question('diagnostics', { version, ask, ...(text === undefined ? {} : { text }) });
}

function all(
  answers: LanguageAnswers,
  ...questions: readonly LanguageQuestion[]
): readonly LanguageReply[] {
  return answers.hear(questions).map((reply) => reply());
}

function codes(reply: LanguageReply | undefined): readonly string[] {
  const answer = reply?.answer as LanguageAsks['diagnostics']['answer'] | null | undefined;
  assert.ok(answer, 'there is an answer');
  return answer.problems.map(({ code }) => code).sort();
}
