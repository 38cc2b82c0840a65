/** Data only: what a new pipeline file holds, small enough to read and whole enough to run. */

/** The text of a first pipeline file. */
export const FIRST_PIPELINE = `# A pipeline for Reprise. Every key: docs/pipeline-file.md
name: my-pipeline
version: v1.0
steps:
  hello:
    run: echo "Hello from a pipeline" > hello.txt
    outputs: [hello.txt]
  shout:
    run: tr a-z A-Z < hello.txt > shout.txt
    inputs: [hello.txt]
    outputs: [shout.txt]
`;

/** Whether a text names a file that is found as a pipeline file, below the folder it is relative to. */
export function isPipelineFileName(text: string): boolean {
  if (text.split(/[/\\]/).some((part) => part === '..' || part === '.')) return false;
  return /^(?:[^/\\:*?"<>|]+[/\\])*(?:pipeline|[^/\\:*?"<>|]+\.pipeline)\.yaml$/.test(text);
}
