/** Data only: what a new pipeline file holds, small enough to read and whole enough to run. */

/** The text of a first pipeline file that will lie at an absolute path; it is named after its file, or its folder. */
export function firstPipeline(file: string): string {
  return `# A pipeline for Reprise. In VS Code Ctrl+Space offers the keys that may stand at a place, and resting on one
# explains it. In a terminal \`reprise plan\` checks this file, and \`reprise --help\` says what can be done with it.
name: ${asYaml(nameFor(file))}
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
}

/** Whether a text names a file that is found as a pipeline file, below the folder it is relative to. */
export function isPipelineFileName(text: string): boolean {
  if (text.split(/[/\\]/).some((part) => part === '..' || part === '.')) return false;
  return /^(?:[^/\\:*?"<>|]+[/\\])*(?:pipeline|[^/\\:*?"<>|]+\.pipeline)\.yaml$/.test(text);
}

function nameFor(file: string): string {
  const parts = file.split(/[/\\]/).filter((part) => part !== '' && !part.endsWith(':'));
  const own = /^(.+)\.pipeline\.yaml$/.exec(parts.at(-1) ?? '')?.[1];
  const name = own ?? parts.at(-2) ?? 'pipeline';
  return name.includes('${{') ? 'pipeline' : name; // a name is taken as written: no expression may stand in it
}

/** As it is where it can be nothing but a text in YAML; in quotes otherwise, escapes being those of JSON. */
function asYaml(name: string): string {
  const isPlain = /^\p{L}(?:[\p{L}\p{N}_. -]*[\p{L}\p{N}_])?$/u.test(name);
  return isPlain && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name)
    ? name
    : JSON.stringify(name);
}
