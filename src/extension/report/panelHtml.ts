import { randomBytes } from 'node:crypto';

/**
 * The page as the webview loads it: nothing may run but the one script with this nonce, nothing may be
 * loaded but it and the style sheet, and nothing stands in it that came from a project.
 */
export function panelHtml(from: {
  /** Where the webview finds the extension's files, as its content-security policy names it. */
  readonly source: string;
  readonly script: string;
  readonly style: string;
}): string {
  const nonce = randomBytes(18).toString('base64');
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${from.source}`,
    `img-src blob:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${from.style}">
<title>Report</title>
</head>
<body>
<main id="page" aria-busy="true"></main>
<script nonce="${nonce}" src="${from.script}"></script>
</body>
</html>
`;
}
