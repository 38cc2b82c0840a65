import { failed } from '../base/result';
import type { Result } from '../base/result';
import { nearLabel } from '../pipeline/nearMiss';
import type { RecordFailure } from './failures';
import { readVersionFile } from './versionFiles';
import type { VersionFile } from './versionFiles';
import type { VersionRecord } from './versionModel';

/** Finds a version by `v1.0` or `pipeline.yaml@v1.0`; of several of that label the one of the pipeline `near`. */
export function findVersion(
  files: readonly VersionFile[],
  name: string,
  near: string | null,
): Result<VersionRecord, RecordFailure> {
  const at = name.lastIndexOf('@');
  const label = name.slice(at + 1);
  const pipeline = at < 0 ? null : name.slice(0, at);
  const fitting = files.filter(
    (file) => file.label === label && (pipeline === null || file.pipeline === pipeline),
  );
  const [only, second] = fitting;
  if (only === undefined) {
    return failed({ code: 'version-unknown', label: name, known: knownNames(files, name, near) });
  }
  if (second === undefined) return readVersionFile(only);
  const own = fitting.find((file) => file.pipeline === near);
  if (own !== undefined) return readVersionFile(own);
  return failed({ code: 'version-ambiguous', label, candidates: fitting.map(fullName) });
}

/** All names that would do, the likeliest first; with their pipeline where it is not the near one. */
function knownNames(files: readonly VersionFile[], name: string, near: string | null): string[] {
  const pipelines = new Set(files.map(({ pipeline }) => pipeline));
  const names = files.map((file) =>
    file.pipeline === near || pipelines.size === 1 ? file.label : fullName(file),
  );
  const likely = nearLabel(name, names);
  return likely === null ? names : [likely, ...names.filter((other) => other !== likely)];
}

function fullName({ pipeline, label }: VersionFile): string {
  return `${pipeline}@${label}`;
}
