import type { Define } from './call';

/** One command as the list of commands shows it; its module is loaded when it is asked for. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** What `--file` means to it, where that is not what it means everywhere. */
  readonly file?: string;
  readonly load: () => Promise<{ readonly define: Define }>;
}

/** Commands that belong together, in the order in which a person needs them. */
export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly CommandEntry[];
}

/** Every command there is. */
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  {
    title: 'Define a pipeline and give it a label:',
    commands: [
      {
        name: 'init',
        summary: 'write a first pipeline file',
        file: 'the file to write; pipeline.yaml here when left out',
        load: () => import('./commands/init'),
      },
      {
        name: 'plan',
        summary: 'check the pipeline file and show what would run in which order',
        load: () => import('./commands/plan'),
      },
      {
        name: 'version',
        summary: 'print the label in the pipeline file, or write one into it',
        load: () => import('./commands/version'),
      },
    ],
  },
  {
    title: 'Run it:',
    commands: [
      {
        name: 'status',
        summary: 'tell which steps are up to date, and why the others are not',
        load: () => import('./commands/status'),
      },
      {
        name: 'run',
        summary: 'run the pipeline, or a saved version in a clean room',
        load: () => import('./commands/run'),
      },
      {
        name: 'cancel',
        summary: 'end a run that is going on',
        load: () => import('./commands/cancel'),
      },
      {
        name: 'runs',
        summary: 'list what has run',
        load: () => import('./commands/runs'),
      },
      {
        name: 'logs',
        summary: 'print what steps have said',
        load: () => import('./commands/logs'),
      },
    ],
  },
  {
    title: 'Save it:',
    commands: [
      {
        name: 'save',
        summary: 'name the latest run as a version, for good',
        load: () => import('./commands/save'),
      },
      {
        name: 'versions',
        summary: 'list the saved versions and their last verdicts',
        load: () => import('./commands/versions'),
      },
      {
        name: 'show',
        summary: 'tell everything about a version or a run',
        load: () => import('./commands/show'),
      },
    ],
  },
  {
    title: 'Load it, run it again, compare:',
    commands: [
      {
        name: 'load',
        summary: 'fill a new folder with a saved version',
        load: () => import('./commands/load'),
      },
      {
        name: 'diff',
        summary: 'compare the outputs of two versions or runs',
        load: () => import('./commands/diff'),
      },
      {
        name: 'verify',
        summary: 'run a saved version again and say whether it came out the same',
        load: () => import('./commands/verify'),
      },
    ],
  },
  {
    title: 'Look after what is kept:',
    commands: [
      {
        name: 'pin',
        summary: 'keep a run and its bytes',
        load: () => import('./commands/pin'),
      },
      {
        name: 'unpin',
        summary: 'let go of a pinned run',
        load: () => import('./commands/unpin'),
      },
      {
        name: 'rm',
        summary: 'remove the records of runs',
        load: () => import('./commands/rm'),
      },
      {
        name: 'fsck',
        summary: 'prove every stored byte and record',
        load: () => import('./commands/fsck'),
      },
      {
        name: 'gc',
        summary: 'free the bytes that nothing needs any more',
        load: () => import('./commands/gc'),
      },
      {
        name: 'completion',
        summary: 'print a script that completes commands in your shell',
        load: () => import('./commands/completion'),
      },
    ],
  },
];

/** Every command in a row. */
export function allCommands(): readonly CommandEntry[] {
  return COMMAND_GROUPS.flatMap(({ commands }) => commands);
}
