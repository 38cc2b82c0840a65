import { sizeText } from '../amounts';
import { durationText, exactTime } from '../durations';
import { shortSide, sideName } from '../reportSentence';
import { DIFF_WORDS, VERDICT_WORDS } from '../verdictWords';
import type { ReportFacts } from '../../records/reportFacts';
import type { ComparedSide, Report } from '../../records/report';
import type { Fact, PageReason, Phrase, ReportPage } from './pageModel';
import { reasonOf } from './pageSteps';

/** The top of the page: what came out, why, and the facts around it. */
export function pageHeader(
  facts: ReportFacts,
): Pick<ReportPage, 'title' | 'words' | 'lead' | 'why' | 'facts' | 'calm' | 'sides'> {
  const { report } = facts;
  const words = (report.mode === 'diff' ? DIFF_WORDS : VERDICT_WORDS)[report.verdict];
  const calm = report.mode === 'replay' && report.verdict === 'identical' ? calmLine(facts) : null;
  return {
    title: titleOf(facts),
    words,
    lead: phrasesOf(calm ?? leadOf(report), report),
    why: whyOf(report),
    facts: factsOf(facts),
    calm,
    sides: sidesOf(report),
  };
}

/** `12 outputs in 4 steps, 34 MB, byte for byte.` */
function calmLine({ report, outputs }: ReportFacts): string {
  const size = outputs.reduce((sum, output) => sum + (output.size.is ?? 0), 0);
  const reason = report.sentence.slice(report.sentence.indexOf(': ') + 2);
  return reason.replace(/, byte for byte/, `, ${sizeText(size)}, byte for byte`);
}

function titleOf({ report, name }: ReportFacts): string {
  const { compared } = report;
  if (compared !== undefined) return `${shortSide(compared.was)} ↔ ${shortSide(compared.is)}`;
  return `${name ?? report.pipeline} ${report.version}`;
}

/** The sentence without the verdict's own words, which stand above it, and with runs called in short. */
function leadOf({ verdict, sentence, steps, compared }: Report): string {
  const head = `${VERDICT_WORDS[verdict]}: `;
  let rest = sentence.startsWith(head) ? sentence.slice(head.length) : sentence;
  const sides = compared === undefined ? [] : [compared.was, compared.is];
  for (const side of sides) rest = rest.replace(sideName(side), shortSide(side));
  // The name of a step or a version stays as it is written.
  const labels = sides.filter(({ kind }) => kind === 'version');
  if ([...steps, ...labels].some(({ name }) => rest.startsWith(name))) return rest;
  return rest.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

/** A sentence with the step and the output in it that it is about. */
function phrasesOf(sentence: string, { firstDivergence, steps }: Report): Phrase[] {
  const output = steps
    .find(({ name }) => name === firstDivergence?.step)
    ?.outputs.find(({ path }) => path === firstDivergence?.output);
  const file = output?.differences[0]?.file ?? output?.path;
  const phrases: Phrase[] = [];
  let rest = sentence;
  const marks = [
    { text: firstDivergence?.step, before: /^.*?(?:began at |differ from )$/u, as: 'strong' },
    { text: file, before: /^.*(?: in |: )$/su, as: 'code' },
  ] as const;
  for (const { text, before, as } of marks) {
    if (text === undefined || text === '') continue;
    for (let at = rest.indexOf(text); at !== -1; at = rest.indexOf(text, at + 1)) {
      if (!before.test(rest.slice(0, at))) continue;
      phrases.push({ text: rest.slice(0, at), as: 'plain' }, { text, as });
      rest = rest.slice(at + text.length);
      break;
    }
  }
  return [...phrases, { text: rest, as: 'plain' as const }].filter(({ text }) => text !== '');
}

/** The reason at the first divergence, or else the first one that there is. */
function whyOf({ steps, firstDivergence }: Report): PageReason | null {
  const own = steps.find(({ name }) => name === firstDivergence?.step);
  const step = own?.explanation ? own : steps.find(({ explanation }) => explanation !== null);
  return step === undefined ? null : reasonOf(step);
}

function factsOf({ report, name, saved, ran }: ReportFacts): Fact[] {
  const { compared } = report;
  if (compared !== undefined) return comparedFacts(report, { name, ran, ...compared });
  const then =
    report.savedDurationMs === null ? '' : ` (then ${durationText(report.savedDurationMs)})`;
  return [
    fact(name ?? report.pipeline),
    { ...fact(report.version), strong: true },
    ...(saved === null ? [] : [moment('saved', saved.at)]),
    moment('re-run', report.startedAt),
    fact(`took ${durationText(report.durationMs)}${then}`),
    fact(report.rules === 'saved' ? 'judged by the saved rules' : "judged by today's rules"),
  ];
}

function comparedFacts(
  report: Report,
  sides: {
    readonly name: string | null;
    readonly ran: ReportFacts['ran'];
    readonly was: ComparedSide;
    readonly is: ComparedSide;
  },
): Fact[] {
  const { was, is, ran } = sides;
  const said = (side: ComparedSide, at: number | null, took: number | null): Fact[] => [
    at === null ? fact(shortSide(side)) : moment(`${shortSide(side)} ran`, at),
    ...(took === null ? [] : [fact(`took ${durationText(took)}`)]),
  ];
  return [
    fact(sides.name ?? report.pipeline),
    ...said(was, ran.was, report.savedDurationMs),
    ...(was.kind === is.kind && was.name === is.name ? [] : said(is, ran.is, report.durationMs)),
    fact(`judged by the rules of ${shortSide(was)}`),
  ];
}

function sidesOf({ compared, version, mode }: Report): ReportPage['sides'] {
  if (compared === undefined || mode === 'replay') return { was: version, is: 're-run' };
  return { was: shortSide(compared.was), is: shortSide(compared.is) };
}

function fact(text: string): Fact {
  return { text, at: null, exact: null, strong: false };
}

function moment(text: string, at: number): Fact {
  return { text, at, exact: exactTime(at), strong: false };
}
