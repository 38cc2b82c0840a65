import type { Problem } from '../pipeline/problem';

/** A problem where an editor or a terminal can jump to it: `pipeline.yaml:12:5: sentence [code]`. */
export function problemText(file: string, problem: Problem): string {
  const { line, column } = problem.range;
  const severity = problem.severity === 'warning' ? 'warning: ' : '';
  return `${file}:${line}:${column}: ${severity}${problem.message} [${problem.code}]`;
}
