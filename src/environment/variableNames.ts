/** The names under which a variable is set: on Windows whatever their case. */
export function variableNames(
  variables: Readonly<Record<string, string | undefined>>,
  name: string,
): string[] {
  if (process.platform !== 'win32') return variables[name] === undefined ? [] : [name];
  const wanted = name.toUpperCase();
  return Object.keys(variables).filter((known) => known.toUpperCase() === wanted);
}

/** The value of a variable, as a process would read it. */
export function readVariable(
  variables: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  const known = variableNames(variables, name)[0];
  return known === undefined ? undefined : variables[known];
}
