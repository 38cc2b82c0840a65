import * as vscode from 'vscode';

import type { Target } from './choose';
import { deleteRun } from './deleteRun';
import { checkStore, freeSpace, pinRun, unpinRun } from './keepingCommands';
import {
  browseFiles,
  copyDigest,
  openOutput,
  pipelineActions,
  revealStep,
  showLog,
  showMoreRuns,
} from './lookCommands';
import { compareTwo, openReport, showFirstDifference } from './reportCommands';
import { manageTrust } from '../trust';
import { cancel, runPipeline, runToStep } from './runCommands';
import type { Services } from './services';
import { createPipeline, openExample } from './startCommands';
import { loadVersion, verifyVersion } from './verifyCommands';
import { saveVersion, setVersion } from './versionCommands';

/** What a command does with what it was called on, and with the rows selected beside it. */
type Work = (services: Services, target: Target, selected?: readonly unknown[]) => Promise<void>;

/** Every command of the extension, by the name that package.json gives it. */
export const COMMANDS: Readonly<Record<string, Work>> = {
  'reprise.run': runPipeline,
  'reprise.runToStep': runToStep,
  'reprise.cancel': cancel,
  'reprise.setVersion': setVersion,
  'reprise.saveVersion': saveVersion,
  'reprise.verify': verifyVersion,
  'reprise.loadVersion': loadVersion,
  'reprise.compare': compareTwo,
  'reprise.openReport': openReport,
  'reprise.showFirstDifference': showFirstDifference,
  'reprise.showLog': showLog,
  'reprise.createPipeline': createPipeline,
  'reprise.openExample': openExample,
  'reprise.browseFiles': browseFiles,
  'reprise.copyDigest': copyDigest,
  'reprise.pinRun': pinRun,
  'reprise.unpinRun': unpinRun,
  'reprise.deleteRun': deleteRun,
  'reprise.checkStore': checkStore,
  'reprise.freeSpace': freeSpace,
  'reprise.openOutput': openOutput,
  'reprise.revealStep': revealStep,
  'reprise.showMoreRuns': showMoreRuns,
  'reprise.pipelineActions': pipelineActions,
  'reprise.trustFolder': manageTrust,
  'reprise.refresh': ({ pipelines }) => pipelines.refresh(),
  'reprise.showOutput': ({ log }) => Promise.resolve(log.show()),
};

/** Registers them all. A bug in one is told and kept in the output, and never swallowed. */
export function registerCommands(services: Services): vscode.Disposable {
  const registered = Object.entries(COMMANDS).map(([id, work]) =>
    vscode.commands.registerCommand(
      id,
      async (target: Target, selected?: readonly unknown[] | object) => {
        try {
          await work(services, target, Array.isArray(selected) ? selected : undefined);
        } catch (error) {
          services.log.error(error instanceof Error ? error : String(error));
          const show = 'Show Output';
          const chosen = await vscode.window.showErrorMessage(
            `Reprise met something it did not expect: ${error instanceof Error ? error.message : String(error)}`,
            show,
          );
          if (chosen === show) services.log.show();
        }
      },
    ),
  );
  return vscode.Disposable.from(...registered);
}
