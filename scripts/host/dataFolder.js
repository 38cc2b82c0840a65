// What VS Code keeps of a user: a fresh folder for each suite, with settings that keep the window clean and make a
// browser behave as the desktop does.
const fs = require('node:fs');
const path = require('node:path');

const SETTINGS = {
  'chat.disableAIFeatures': true,
  'editor.cursorBlinking': 'solid',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'telemetry.telemetryLevel': 'off',
  'terminal.integrated.gpuAcceleration': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Makes the server's data folder with the usual settings and these over them. */
function makeServerData(folder, settings = {}) {
  for (const of of ['User', 'Machine']) writeSettings(path.join(folder, 'data', of), settings);
  return folder;
}

/** The same for the desktop build's `--user-data-dir`. */
function makeDesktopData(folder, settings = {}) {
  writeSettings(path.join(folder, 'User'), settings);
  return folder;
}

function writeSettings(folder, settings) {
  fs.mkdirSync(folder, { recursive: true });
  const text = JSON.stringify({ ...SETTINGS, ...settings }, null, 2);
  fs.writeFileSync(path.join(folder, 'settings.json'), `${text}\n`);
}

module.exports = { makeDesktopData, makeServerData };
