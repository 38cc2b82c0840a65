import * as fs from 'node:fs';
import * as path from 'node:path';

import * as ts from 'typescript';

/** One import, export-from, `import('…')`, `require('…')` or `import type` of a source file. */
export interface Import {
  /** As written; null where it is not a literal. */
  readonly specifier: string | null;
  /** Gone after compilation. */
  readonly typeOnly: boolean;
  readonly line: number;
}

/** A source file as the rules see it. */
export interface Source {
  /** Relative to the repository, POSIX. */
  readonly path: string;
  readonly lines: number;
  /** It says so (`Data only:`), or holds nothing but types that need no package. */
  readonly dataOnly: boolean;
  readonly imports: readonly Import[];
}

/** Every TypeScript file below these folders of the repository, read and parsed. */
export function readSources(root: string, folders: readonly string[]): Source[] {
  return folders
    .filter((folder) => fs.existsSync(path.join(root, folder)))
    .flatMap((folder) =>
      fs
        .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.[cm]?tsx?$/.test(name))
        .map((name) => `${folder}/${name.split(path.sep).join('/')}`),
    )
    .sort()
    .map((name) => sourceOf(name, fs.readFileSync(path.join(root, name), 'utf8')));
}

/** A file's text as the rules see it. */
export function sourceOf(name: string, text: string): Source {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  return {
    path: name,
    lines: text.replace(/\n$/, '').split('\n').length,
    dataOnly: /^\/\*\* Data only:/m.test(text) || isPlainTypes(file),
    imports: importsOf(file),
  };
}

/** The file that a relative import means, among the files there are; null where it is none of them. */
export function resolveImport(
  from: string,
  specifier: string,
  present: ReadonlySet<string>,
): string | null {
  const base = path.posix.join(path.posix.dirname(from), specifier);
  const ways = [`${base}.ts`, `${base}.tsx`, `${base}/index.ts`, base];
  return ways.find((way) => present.has(way)) ?? null;
}

/** Circles among files, each once, as the paths in order; every kind of import counts. */
export function circlesOf(sources: readonly Source[]): string[][] {
  const present = new Set(sources.map((source) => source.path));
  const edges = new Map(
    sources.map((source) => [source.path, targetsOf(source, present)] as const),
  );
  const done = new Set<string>();
  const circles = new Map<string, string[]>();
  const walk = (file: string, trail: readonly string[]): void => {
    const at = trail.indexOf(file);
    if (at !== -1) {
      const circle = [...trail.slice(at), file];
      circles.set(circle.join(' '), circle);
      return;
    }
    if (done.has(file)) return;
    for (const next of edges.get(file) ?? []) walk(next, [...trail, file]);
    done.add(file);
  };
  for (const source of sources) walk(source.path, []);
  return [...circles.values()];
}

function targetsOf(source: Source, present: ReadonlySet<string>): string[] {
  return source.imports.flatMap(({ specifier }) => {
    if (!specifier?.startsWith('.')) return [];
    return resolveImport(source.path, specifier, present) ?? [];
  });
}

function isPlainTypes(file: ts.SourceFile): boolean {
  const isType = (node: ts.Statement): boolean =>
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    (ts.isImportDeclaration(node) && isTypeImport(node) && isRelative(node)) ||
    (ts.isExportDeclaration(node) && node.isTypeOnly);
  return file.statements.length > 0 && file.statements.every(isType);
}

function isRelative({ moduleSpecifier }: ts.ImportDeclaration): boolean {
  return ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text.startsWith('.');
}

function importsOf(file: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node, specifier: ts.Node | undefined, typeOnly: boolean): void => {
    const literal = specifier && ts.isStringLiteralLike(specifier) ? specifier.text : null;
    const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    found.push({ specifier: literal, typeOnly, line });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, isTypeImport(node));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      add(node, node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isImportEqualsDeclaration(node)) {
      if (ts.isExternalModuleReference(node.moduleReference)) {
        add(node, node.moduleReference.expression, node.isTypeOnly);
      }
    } else if (ts.isImportTypeNode(node)) {
      add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    } else if (ts.isCallExpression(node) && isLoading(node)) add(node, node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isTypeImport(node: ts.ImportDeclaration): boolean {
  const clause = node.importClause;
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  if (clause.name || !named || !ts.isNamedImports(named)) return false;
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}

function isLoading(node: ts.CallExpression): boolean {
  const called = node.expression;
  if (called.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (ts.isIdentifier(called)) return called.text === 'require';
  return called.getText() === 'require.resolve';
}
