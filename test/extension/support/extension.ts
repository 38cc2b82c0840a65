import * as vscode from 'vscode';

/** What the tests read of package.json. */
export interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: Readonly<
      Record<string, readonly { readonly command: string; readonly when: string }[]>
    >;
  };
}

/** The extension under test, as VS Code knows it. */
export function reprise(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('reprise.reprise');
  if (!extension) throw new Error('VS Code does not know the extension reprise.reprise');
  return extension;
}

/** Its package.json. */
export function manifest(): Manifest {
  return reprise().packageJSON as Manifest;
}
