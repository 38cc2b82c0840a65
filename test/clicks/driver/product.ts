import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from 'playwright-core';

import { cannotRun } from '../../support/cannotRun';
import { picture } from './picture';
import { SOON, again } from './until';
import { host } from '../../support/hostScripts';

/** The themes that pictures are taken in. */
export type Theme = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

const TITLES: Readonly<Record<Theme, string>> = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
};

const CLASSES: Readonly<Record<Theme, string>> = {
  dark: 'vs-dark',
  light: 'vs',
  'high-contrast': 'hc-black',
  'high-contrast-light': 'hc-light',
};

const THEMES = Object.keys(TITLES) as readonly Theme[];

/** What is opened, and how. */
export interface ProductOptions {
  /** The folder, or a `.code-workspace` file. */
  readonly folder: string;
  /** Where VS Code keeps what it keeps; a temporary folder. */
  readonly scratch: string;
  /** A file that is open from the start, by its absolute path. */
  readonly file?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** False: VS Code asks whether to trust the folder, and starts in Restricted Mode. */
  readonly trusted?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
  /** Folders of other extensions that are installed too. */
  readonly beside?: readonly string[];
}

/** The product as a user has it: installed from its .vsix in a VS Code with one window open. */
export interface Product {
  readonly page: Page;
  /** Another window on the same server; null: one without a folder. */
  readonly another: (folder: string | null) => Promise<Page>;
  /** Takes a picture in each theme, one after the other; ends in the first, the dark one. */
  readonly pictures: (
    name: string,
    options?: NonNullable<Parameters<typeof picture>[2]> & { readonly of?: Page },
  ) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Tall, because lists, lenses and editors hold only what is drawn. */
const VIEWPORT = { width: 1400, height: 1100 };

/**
 * Opens the product, does something with it, and closes it; where that fails, a picture of the window is left in
 * `out/pictures/`.
 */
export async function withProduct(
  context: Mocha.Context,
  options: ProductOptions,
  act: (product: Product) => Promise<void>,
): Promise<void> {
  const product = await openProduct(context, options);
  try {
    await act(product);
  } catch (error) {
    const title = context.test?.fullTitle() ?? 'test';
    const name = `failed-${title.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase()}`;
    await picture(product.page, name).catch(() => undefined);
    throw error;
  } finally {
    await product.close();
  }
}

/** Installs the .vsix of what is built into a fresh VS Code and opens a folder in it; to be closed. */
export async function openProduct(
  context: Mocha.Context,
  options: ProductOptions,
): Promise<Product> {
  const installed = host.installHost();
  if (installed.reason !== undefined) cannotRun(context, installed.reason);
  const { scratch, trusted = true, settings, variables: env = {} } = options;
  const extensions = path.join(scratch, 'extensions');
  for (const other of options.beside ?? []) {
    fs.cpSync(other, path.join(extensions, path.basename(other)), { recursive: true });
  }
  const setUp = (theme: Theme): string =>
    host.makeServerData(path.join(scratch, 'data'), {
      'workbench.colorTheme': TITLES[theme],
      ...(trusted ? {} : { 'security.workspace.trust.startupPrompt': 'always' }),
      ...settings,
    });
  const data = setUp('dark');
  host.installVsix(installed.places, host.builtVsix(), { data, extensions });
  const server = await host.startServer(installed.places, { data, extensions, trusted, env });
  const browser = await host.launchBrowser(installed.browser).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const close = async (): Promise<void> => {
    await browser.close();
    await server.stop();
  };
  const open = async (folder: string | null, file?: string): Promise<Page> => {
    const page = await browser.newPage({ viewport: VIEWPORT });
    page.setDefaultTimeout(30_000);
    await page.goto(addressOf(server.port, folder, file));
    // what the extension contributes is there some seconds after the window; so are the colours
    await page.locator('.activitybar [aria-label^="Reprise"]').first().waitFor();
    await page.locator(`.monaco-workbench.${CLASSES.dark}`).waitFor();
    return page;
  };
  const pictures = async (of: Page, name: string, how?: Parameters<typeof picture>[2]) => {
    for (const theme of [...THEMES.slice(1), THEMES[0] ?? 'dark']) {
      // written anew while nothing follows: now and then VS Code does not hear that its settings have changed
      await again(async () => {
        setUp(theme);
        await of.locator(`.monaco-workbench.${CLASSES[theme]}`).waitFor(SOON);
      });
      await picture(of, `${name}-${theme}`, how);
    }
  };
  try {
    const page = await open(options.folder, options.file);
    return {
      page,
      another: (folder) => open(folder),
      pictures: (name, { of = page, ...how } = {}) => pictures(of, name, how),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function addressOf(port: number, folder: string | null, file: string | undefined): string {
  const query = new URLSearchParams(
    folder === null
      ? { ew: 'true' }
      : { [folder.endsWith('.code-workspace') ? 'workspace' : 'folder']: folder },
  );
  if (file !== undefined) {
    const opened = ['openFile', `vscode-remote://127.0.0.1:${port}${file}`];
    query.set('payload', JSON.stringify([opened]));
  }
  return `http://127.0.0.1:${port}/?${query.toString()}`;
}
