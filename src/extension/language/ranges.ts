import * as vscode from 'vscode';

import type { Span, TextEdit } from '../../language/editorModel';

/** Characters of a document as VS Code names them. */
export function rangeIn(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** Finds lines and columns in a text, for many places at a time or where no editor has it open. */
export function rangesOf(text: string): (span: Span) => vscode.Range {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const place = (offset: number): vscode.Position => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return new vscode.Position(low, offset - (starts[low] ?? 0));
  };
  return ({ start, end }) => new vscode.Range(place(start), place(end));
}

/** An edit as VS Code applies it. */
export function editIn(document: vscode.TextDocument, edit: TextEdit): vscode.TextEdit {
  return vscode.TextEdit.replace(rangeIn(document, edit), edit.text);
}
