/**
 * Data only: what the report page shows, in words. Everything is plain text; the page never reads markup
 * out of it.
 */

/** One step towards the page: the verdict first, then where, why, and everything else. */
export interface ReportPage {
  readonly format: 1;
  /** The tab's title. */
  readonly title: string;
  readonly verdict: PageVerdict;
  readonly words: string;
  readonly lead: readonly Phrase[];
  /** What most likely made it so; null where nothing was explained. */
  readonly why: PageReason | null;
  readonly facts: readonly Fact[];
  /** The one line of a calm page: everything byte for byte. */
  readonly calm: string | null;
  readonly sides: { readonly was: string; readonly is: string };
  readonly steps: readonly PageStep[];
  readonly graph: GraphLayout;
  readonly outputs: readonly PageOutput[];
  /** `2 of 12 differ`. */
  readonly outputsCount: string;
  readonly drift: readonly DriftRow[];
  readonly warnings: readonly string[];
  readonly details: readonly DetailGroup[];
  /** Whether something can be run again from here. */
  readonly canVerify: boolean;
}

/** How a thing came out; also what its colour and shape hang on. */
export type PageVerdict = 'identical' | 'equivalent' | 'incomparable' | 'not-run' | 'different';

/** A piece of a sentence. */
export interface Phrase {
  readonly text: string;
  readonly as: 'plain' | 'strong' | 'code';
}

/** Why a step came out otherwise, and what to do. */
export interface PageReason {
  readonly step: string;
  readonly sentence: string;
  readonly suggestion: string | null;
  readonly evidence: readonly string[];
}

/** A part of the line of facts; with `at` it is a moment, shown relative to now with the exact one beside it. */
export interface Fact {
  readonly text: string;
  /** Milliseconds since 1970; the page puts the relative time behind the text. */
  readonly at: number | null;
  /** In full, for the tooltip. */
  readonly exact: string | null;
  readonly strong: boolean;
}

/** A step as the page lists it. */
export interface PageStep {
  readonly name: string;
  readonly verdict: PageVerdict;
  /** `began here`, `carries train`, `identical`. */
  readonly part: string;
  readonly role: 'source' | 'carrier' | null;
  /** The first divergence is here. */
  readonly first: boolean;
  readonly duration: string | null;
  readonly notes: readonly string[];
  readonly failure: PageFailure | null;
  readonly reason: PageReason | null;
}

/** A step that failed: how, and the end of its log. */
export interface PageFailure {
  readonly words: string;
  readonly log: readonly string[];
}

/** A row of the list of outputs. What it holds is asked for when it is opened. */
export interface PageOutput {
  /** Its place in the list of all outputs. */
  readonly index: number;
  readonly step: string;
  readonly path: string;
  readonly verdict: PageVerdict;
  /** The verdict's word, with `missing now` and the like. */
  readonly words: string;
  /** Carried from a step before, not begun here. */
  readonly carried: boolean;
  readonly first: boolean;
  readonly comparator: string;
  /** `3 values`, `2 of 40 files`, `1.2 MB`. */
  readonly amount: string;
  readonly notes: readonly string[];
}

/** Something of the machine that is not as it was. */
export interface DriftRow {
  /** `package`, or nothing. */
  readonly kind: string;
  readonly name: string;
  readonly was: string;
  readonly is: string;
}

/** A block of the details at the foot of the page. */
export interface DetailGroup {
  readonly title: string;
  readonly rows: readonly DetailRow[];
}

/** One detail; `code` is shown in the editor's font, `copy` can be copied. */
export interface DetailRow {
  readonly label: string;
  readonly text: string;
  readonly code: boolean;
  readonly copy: string | null;
  readonly log: { readonly step: string } | null;
}

/** The steps laid out from left to right, in CSS pixels. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Where some steps are left out: how many, in words. */
  readonly note: string | null;
}

/** A step's place in the graph: the top left corner, and its place in `steps`. */
export interface GraphNode {
  readonly step: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The way of an edge through the graph: points, from the right of one node to the left of another. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly points: readonly (readonly [number, number])[];
  /** What it hands on differs. */
  readonly differs: boolean;
}
