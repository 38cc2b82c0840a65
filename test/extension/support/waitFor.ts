import type * as vscode from 'vscode';

/** Resolves as soon as a value is there: looked for now, and whenever the event fires. */
export function whenFired<T>(event: vscode.Event<unknown>, look: () => T | undefined): Promise<T> {
  return new Promise((resolve) => {
    let subscription: vscode.Disposable | null = null;
    const tryNow = (): boolean => {
      const found = look();
      if (found === undefined) return false;
      subscription?.dispose();
      resolve(found);
      return true;
    };
    if (tryNow()) return;
    subscription = event(tryNow);
    tryNow();
  });
}
