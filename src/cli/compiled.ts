import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire, wrap } from 'node:module';
import * as path from 'node:path';
import * as vm from 'node:vm';

/**
 * Requires a file that lies beside this one. Where the build has laid its compiled form there too
 * (`scripts/compileAhead.js`), whole and made of these very bytes by a Node like this one, nothing is
 * compiled again, which is most of what a short command costs.
 */
export function requireBundle(name: string): unknown {
  const file = path.join(__dirname, name);
  const source = fs.readFileSync(file);
  const script = compiledScript(file, source);
  const plain = createRequire(file);
  if (script === null) return plain(file) as unknown;
  const module = { exports: {} };
  const require = (id: string): unknown =>
    id.startsWith('./') ? requireBundle(id) : (plain(id) as unknown);
  const run = script.runInThisContext() as (...globals: unknown[]) => void;
  run(module.exports, require, module, file, path.dirname(file));
  return module.exports;
}

function compiledScript(file: string, source: Buffer): vm.Script | null {
  let compiled: Buffer;
  try {
    compiled = fs.readFileSync(`${file}.compiled`);
  } catch {
    return null;
  }
  // V8 itself looks at little more than the length of the source, and what does not fit ends the process
  const cachedData = compiled.subarray(DIGEST_LENGTH);
  const seal = createHash('sha256').update(MACHINE).update(source).update(cachedData).digest();
  if (!compiled.subarray(0, DIGEST_LENGTH).equals(seal)) return null;
  const script = new vm.Script(wrap(source.toString()), { filename: file, cachedData });
  return script.cachedDataRejected === true ? null : script;
}

const DIGEST_LENGTH = 32;
const MACHINE = [process.version, process.versions.v8, process.arch].join(' ');
