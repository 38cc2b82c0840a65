import { createRequire } from 'node:module';
import * as path from 'node:path';
import type { Browser } from 'playwright-core';

import { REPOSITORY } from './example';

/** Where the server build lies. */
export interface Places {
  readonly node: string;
  readonly main: string;
}

/** A server that runs. */
export interface Server {
  readonly port: number;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** What a server is started on. */
export interface ServerOptions {
  readonly data: string;
  readonly extensions: string;
  readonly trusted: boolean;
  readonly env: Readonly<Record<string, string>>;
}

const load = createRequire(path.join(REPOSITORY, 'package.json'));

/** The repository's own tools for a VS Code without a screen, in `scripts/host/`, with their types. */
export const host = {
  ...(load('./scripts/host/whichHost.js') as {
    installHost(): { places: Places; browser: string; reason?: undefined } | { reason: string };
  }),
  ...(load('./scripts/host/browser.js') as { launchBrowser(browser: string): Promise<Browser> }),
  ...(load('./scripts/host/server.js') as {
    startServer(places: Places, options: ServerOptions): Promise<Server>;
    installVsix(
      places: Places,
      vsix: string,
      where: { readonly data: string; readonly extensions: string },
    ): void;
  }),
  ...(load('./scripts/host/dataFolder.js') as {
    makeServerData(folder: string, settings: Readonly<Record<string, unknown>>): string;
  }),
  ...(load('./scripts/host/vsix.js') as { builtVsix(): string }),
};
