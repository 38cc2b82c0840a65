import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestFromHex } from '../base/digest';
import type { Digest } from '../base/digest';
import { namesIn, readTextOrNull } from '../base/look';
import { siteFoldersIn } from './folderPackages';

/**
 * The files of an environment folder, by absolute path, whose bytes its Python packages tell: name and version
 * say what they are, and `RECORD` with which digest they came. Null stands for a `RECORD` itself. A package that
 * was installed from a folder, an archive or a repository (`direct_url.json`) tells nothing: whoever ran may have
 * made it.
 */
export function recordedFiles(folder: string): ReadonlyMap<string, Digest | null> {
  const files = new Map<string, Digest | null>();
  for (const site of siteFoldersIn(folder)) {
    for (const name of namesIn(site)) {
      const info = path.join(site, name);
      if (!name.endsWith('.dist-info') || fs.existsSync(path.join(info, 'direct_url.json')))
        continue;
      const record = readTextOrNull(path.join(info, 'RECORD'));
      if (record === null) continue;
      files.set(path.join(info, 'RECORD'), null);
      for (const line of record.split(/\r?\n/)) {
        // PATH,sha256=DIGEST,SIZE; a path with a comma or a quote is quoted as in any CSV
        const found = /^(?:"((?:[^"]|"")*)"|([^",]*)),sha256=([A-Za-z0-9_-]{43})=?,/.exec(line);
        if (found === null) continue;
        const [, quoted, plain = '', digest = ''] = found;
        const file = quoted?.replaceAll('""', '"') ?? plain;
        const hex = Buffer.from(digest, 'base64url').toString('hex');
        files.set(path.resolve(site, file), digestFromHex(hex));
      }
    }
  }
  return files;
}
