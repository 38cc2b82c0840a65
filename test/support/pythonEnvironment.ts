import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** Makes a virtual environment without pip; its site-packages folder. */
export function makeVenv(folder: string): string {
  execFileSync('python3', ['-m', 'venv', '--without-pip', folder], { stdio: 'ignore' });
  const library = path.join(folder, 'lib');
  const version = fs.readdirSync(library).find((name) => name.startsWith('python'));
  return path.join(library, version ?? '', 'site-packages');
}

/** Installs a package of one module, with the metadata that pip would leave. */
export function installPackage(
  site: string,
  name: string,
  options: { readonly version: string; readonly code?: string },
): void {
  for (const old of fs.readdirSync(site).filter((entry) => entry.startsWith(`${name}-`))) {
    fs.rmSync(path.join(site, old), { recursive: true });
  }
  fs.mkdirSync(path.join(site, name), { recursive: true });
  fs.writeFileSync(path.join(site, name, '__init__.py'), options.code ?? '');
  const info = path.join(site, `${name}-${options.version}.dist-info`);
  fs.mkdirSync(info);
  const metadata = `Metadata-Version: 2.1\nName: ${name}\nVersion: ${options.version}\n`;
  fs.writeFileSync(path.join(info, 'METADATA'), metadata);
}
