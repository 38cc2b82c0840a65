import assert from 'node:assert/strict';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { whenFired } from '../support/waitFor';

describe('in a pipeline file', () => {
  let document: vscode.TextDocument;
  let original = '';
  before(async () => {
    const [uri] = await vscode.workspace.findFiles('pipeline.yaml');
    assert.ok(uri);
    document = await vscode.workspace.openTextDocument(uri);
    original = document.getText();
    await vscode.window.showTextDocument(document);
  });
  afterEach(() => replaceAll(document, original));
  after(() => document.save());

  const placeOf = (text: string, at = 0): vscode.Position => {
    const offset = document.getText().indexOf(text);
    assert.ok(offset >= 0, text);
    return document.positionAt(offset + at);
  };

  it('the document stays YAML', () => assert.equal(document.languageId, 'yaml'));

  it('completion offers keys, steps, params and files', async () => {
    await insert(document, '  more:\n    run: x ${{ params.train. }}\n    inputs: [src/]\n    ');
    const labels = async (position: vscode.Position): Promise<readonly string[]> => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        position,
      );
      return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    };
    const end = document.positionAt(document.getText().length);
    assert.ok((await labels(end)).includes('outputs'));
    assert.ok(!(await labels(end)).includes('run'));
    assert.ok((await labels(placeOf('params.train. }}', 13))).includes('params.train.rate'));
    assert.ok((await labels(placeOf('[src/]', 5))).includes('src/train.js'));
  });

  it('hover shows the command of a step and what a param is', async () => {
    const hovers = async (position: vscode.Position): Promise<string> => {
      const found = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      return found
        .flatMap(({ contents }) => contents)
        .map((each) => (each instanceof vscode.MarkdownString ? each.value : ''))
        .join('\n');
    };
    assert.match(await hovers(placeOf('  train:', 3)), /node src\/train\.js .* --rate 0\.1/);
    assert.match(await hovers(placeOf('params.train.rate', 8)), /`0\.1`[^]*params\.yaml/);
  });

  it('definition leads to the params file and to the step that writes a file', async () => {
    const targets = async (position: vscode.Position): Promise<readonly string[]> => {
      const found = await vscode.commands.executeCommand<vscode.LocationLink[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        position,
      );
      return found.map(
        ({ targetUri, targetRange }) =>
          `${path.basename(targetUri.fsPath)}:${targetRange.start.line + 1}`,
      );
    };
    assert.deepEqual(await targets(placeOf('params.train.rate', 8)), ['params.yaml:2']);
    const model = placeOf('src/evaluate.js, models/model.json', 20);
    assert.deepEqual(await targets(model), ['pipeline.yaml:15']);
  });

  it('the outline has the steps', async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    const steps = symbols.find(({ name }) => name === 'steps');
    assert.deepEqual(
      steps?.children.map(({ name }) => name),
      ['prepare', 'train', 'evaluate'],
    );
  });

  it('a mistyped key is underlined as it is written, and its quick fix mends it', async () => {
    await insert(document, '  more: { rnu: x }\n');
    const found = await whenFired(vscode.languages.onDidChangeDiagnostics, () =>
      vscode.languages.getDiagnostics(document.uri).find(({ code }) => code === 'key-unknown'),
    );
    assert.equal(document.getText(found.range), 'rnu');
    assert.equal(found.source, 'reprise');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      found.range,
    );
    const fix = actions.find(({ title }) => title === 'Change to run');
    assert.ok(fix?.edit);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await whenFired(vscode.languages.onDidChangeDiagnostics, () =>
      vscode.languages.getDiagnostics(document.uri).length === 0 ? true : undefined,
    );
    assert.match(document.getText(), /more: \{ run: x \}/);
  });

  it('a params file that changes in its editor is heard of', async () => {
    const [uri] = await vscode.workspace.findFiles('params.yaml');
    assert.ok(uri);
    const params = await vscode.workspace.openTextDocument(uri);
    const before = params.getText();
    await replaceAll(params, 'train: {}\n');
    const found = await whenFired(vscode.languages.onDidChangeDiagnostics, () =>
      vscode.languages.getDiagnostics(document.uri).find(({ code }) => code === 'param-unknown'),
    );
    assert.match(found.message, /train\.rate/);
    await replaceAll(params, before);
    await params.save();
    await whenFired(vscode.languages.onDidChangeDiagnostics, () =>
      vscode.languages.getDiagnostics(document.uri).length === 0 ? true : undefined,
    );
  });
});

async function insert(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.positionAt(document.getText().length), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function replaceAll(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const end = document.positionAt(document.getText().length);
  edit.replace(document.uri, new vscode.Range(new vscode.Position(0, 0), end), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}
