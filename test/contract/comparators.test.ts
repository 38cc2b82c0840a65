import { bytesComparator } from '../../src/verify/comparators/bytes';
import { jsonComparator } from '../../src/verify/comparators/json';
import { tableComparator } from '../../src/verify/comparators/table';
import { textComparator } from '../../src/verify/comparators/text';
import { rule } from '../support/fileSides';
import { comparatorContract } from './comparator';

const numbers = (from: number, count: number): string =>
  JSON.stringify(Array.from({ length: count }, (_, index) => from + index));

const lines = (word: string, count: number): string => `${word}\nsame\n`.repeat(count);

describe('the comparator contract', () => {
  describe('bytes', () => {
    comparatorContract({
      comparator: bytesComparator,
      path: 'model.bin',
      different: [
        [Buffer.from([0, 1, 2]), Buffer.from([0, 1, 3])],
        [Buffer.from([0, 1, 2]), Buffer.from([0, 1])],
        ['', 'x'],
      ],
      excused: [],
      doubtful: [],
      many: {
        was: Buffer.alloc(500, 'ab'),
        is: Buffer.alloc(500, 'aB'),
        count: 250,
      },
    });
  });

  describe('text', () => {
    comparatorContract({
      comparator: textComparator,
      path: 'log.txt',
      different: [
        ['one\ntwo\n', 'one\n2\n'],
        ['one\n', 'one'],
        ['one\r\n', 'one\n'],
        ['0.5\n', '0.50\n'],
        ['', 'x'],
      ],
      excused: [
        {
          was: 'done in 1.5 s\n',
          is: 'done in 12 s\n',
          rule: rule({ ignore: { patterns: ['in [0-9.]+ s'] } }),
          says: 'in [0-9.]+ s',
        },
        {
          was: 'a\nat 10:00\n',
          is: 'a\nat 11:30\n',
          rule: rule({ ignore: { patterns: ['^at .*$'] } }),
          says: '^at .*$',
        },
      ],
      doubtful: [[Buffer.from([0x61, 0xff, 0x62]), 'a']],
      many: { was: lines('was', 150), is: lines('now', 150), count: 150 },
    });
  });

  describe('json', () => {
    comparatorContract({
      comparator: jsonComparator,
      path: 'metrics.json',
      different: [
        ['{"f1": 0.5}', '{"f1": 0.25}'],
        ['{"f1": 0.5}', '{"f1": "0.5"}'],
        ['{"f1": 0.5}', '{"f1": 0.5, "extra": null}'],
        ['[1, 2]', '[1]'],
        ['[1, 2]', '[2, 1]'],
        ['[NaN]', '[null]'],
        ['[Infinity]', '[-Infinity]'],
        ['[9007199254740993]', '[9007199254740992]'],
        ['[1e999]', '[2e999]'],
        ['{"a": "x"}', '{"a": "y"}'],
        ['[true]', '[1]'],
        ['{}', '[]'],
      ],
      excused: [
        {
          was: '{"f1": 0.5}',
          is: '{"f1": 0.5000001}',
          rule: rule({ tolerance: { relative: 1e-6 } }),
          says: 'relative: 0.000001',
        },
        {
          was: '{"f1": 0.5, "took": 3}',
          is: '{"f1": 0.5}',
          rule: rule({ ignore: { paths: ['$.took'] } }),
          says: '$.took',
        },
        {
          was: '{"a": 1.0, "b": [NaN, Infinity]}',
          is: '{"b": [NaN, Infinity], "a": 1}',
          rule: rule({ tolerance: { absolute: 0 } }),
          says: 'under a rule',
        },
        {
          was: '{"at": "10:00", "n": 1}',
          is: '{"at": "11:30", "n": 1}',
          rule: rule({ ignore: { patterns: ['\\d\\d:\\d\\d'] } }),
          says: '\\d\\d:\\d\\d',
        },
      ],
      doubtful: [
        ['{"f1": 0.5', '{"f1": 0.25}'],
        ['{"f1": 1, "f1": 2}', '{"f1": 2}'],
        ['{"b": 1, "a": 1, "a": 2}', '{"a": 2, "b": 1}'],
        ['{"f1": 01}', '{"f1": 1}'],
        ['[1] [2]', '[1]'],
        ['', '[1]'],
        ['{"f1": nan}', '{"f1": 1}'],
        ['["\\x"]', '["x"]'],
        [`${'['.repeat(5000)}${']'.repeat(5000)}`, '[1]'],
        [Buffer.from([0x22, 0xff, 0x22]), '"a"'],
      ],
      many: { was: numbers(0, 150), is: numbers(1, 150), count: 150 },
    });
  });

  describe('table', () => {
    const cells = (from: number, count: number): string =>
      ['n', ...Array.from({ length: count }, (_, index) => String(from + index)), ''].join('\n');

    comparatorContract({
      comparator: tableComparator,
      path: 'metrics.csv',
      different: [
        ['epoch,loss\n1,0.5\n', 'epoch,loss\n1,0.25\n'],
        ['epoch,loss\n1,0.5\n', 'epoch,val\n1,0.5\n'],
        ['epoch,loss\n1,0.5\n', 'epoch,loss\n1,0.5\n2,0.5\n'],
        ['epoch,loss\n1,0.5\n', 'epoch,loss\n1\n'],
        ['a,b\n1,2\n3,4\n', 'a,b\n3,4\n1,2\n'],
        ['a\nx\n', 'a\ny\n'],
        ['a\nnan\n', 'a\n\n'],
        ['a\nnan\n', 'a\n1\n'],
        ['a\ninf\n', 'a\n-inf\n'],
        ['a,b\n1,"x,y"\n', 'a,b\n1,"x,z"\n'],
        ['a\n"x\r\ny"\n', 'a\n"x\ny"\n'],
        ['a\n9007199254740993\n', 'a\n9007199254740992\n'],
        ['', 'a\n'],
      ],
      excused: [
        {
          was: 'epoch,loss\n1,0.500\n2,0.250\n',
          is: 'epoch,loss\n1,0.501\n2,0.249\n',
          rule: rule({ tolerance: { columns: { loss: { absolute: 0.01 } } } }),
          says: 'column loss { absolute: 0.01 }',
        },
        {
          was: 'a,took\n1,3 s\n',
          is: 'a,took\n1.0,4 s\n',
          rule: rule({ ignore: { columns: ['took'] } }),
          says: 'ignore column took',
        },
        {
          was: 'a,b\n1,"x"\nNaN,y\n',
          is: 'a,b\r\n1.0,x\r\nnan,y\r\n',
          rule: rule({ tolerance: { absolute: 0 } }),
          says: 'under a rule',
        },
        {
          was: 'a\n1\n# at 10:00\n',
          is: 'a\n1\n# at 11:30\n',
          rule: rule({ ignore: { patterns: ['^# at .*$'] } }),
          says: '^# at .*$',
        },
      ],
      doubtful: [
        ['a\n"1\n', 'a\n1\n'],
        ['a\n"1"2\n', 'a\n1\n'],
        ['a\n1\r2\n', 'a\n1\n'],
        [Buffer.from([0x61, 0x0a, 0xff]), 'a\n1\n'],
      ],
      many: { was: cells(0, 150), is: cells(1, 150), count: 150 },
    });
  });
});
