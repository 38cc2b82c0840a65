import type { EnvironmentRecord } from '../environment/environmentModel';
import { countText, listText } from './amounts';

/** What a run saw of the machine, in rows for a page: interpreters with their packages, programs, variables, git. */
export function environmentRows(environment: EnvironmentRecord | null): [string, string][] {
  if (environment === null) return [];
  const { system, packages, executables, variables, git } = environment;
  const values = Object.entries(variables).flatMap(([name, seen]) =>
    'value' in seen ? [`${name}=${seen.value}`] : [],
  );
  const secret = Object.keys(variables).length - values.length;
  return [
    ...packages.map((one): [string, string] => [one.ecosystem, packagesText(one)]),
    [
      'programs',
      listText(
        executables.map(({ name, version }) => (version === null ? name : `${name} ${version}`)),
        8,
      ),
    ],
    [
      'gpus',
      listText(
        system.gpus.map(({ name, driver }) => `${name} (driver ${driver})`),
        4,
      ),
    ],
    [
      'variables',
      [
        ...(values.length > 0 ? [listText(values, 6)] : []),
        ...(secret > 0 ? [`${countText(secret, 'other')} by digest`] : []),
      ].join('; '),
    ],
    ['changes', git?.dirty === true ? 'beside the commit, not in git' : ''],
  ];
}

function packagesText({
  folder,
  interpreter,
  packages,
}: EnvironmentRecord['packages'][number]): string {
  const version = interpreter === null ? '' : `${interpreter.version} in `;
  return `${version}${folder}, ${countText(packages.length, 'package')}`;
}
