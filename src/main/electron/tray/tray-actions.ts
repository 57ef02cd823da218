// Carries out what was chosen in the tray's menu, or in the widget's, which is the same.
import { assertNever } from '../../../shared/domain/result.ts';
import type { Core } from '../../core/core-types.ts';
import type { Windows } from '../windows/windows.ts';
import type { TrayAction } from './tray-view.ts';

export type TrayActionDependencies = {
  readonly core: Pick<Core, 'command' | 'handlers' | 'manual'>;
  readonly windows: Pick<Windows, 'showMain' | 'showWidget' | 'hideWidget' | 'moveWidget'>;
  /** Asks whether to stop, and stops. */
  readonly askStop: () => void;
  readonly quit: () => void;
};

export function runTrayAction(action: TrayAction, { core, windows, askStop, quit }: TrayActionDependencies): void {
  switch (action.kind) {
    case 'pause':
    case 'resume':
      void core.command(action.kind, 'tray');
      return;
    case 'cancel':
      void core.handlers['live.cancel']({});
      return;
    case 'add':
      void core.handlers['live.add']({});
      return;
    case 'start':
      void core.manual('start', 'tray');
      // What comes of it is said there.
      windows.showWidget();
      return;
    case 'askStop':
      askStop();
      return;
    case 'showWidget':
      windows.showWidget();
      return;
    case 'hideWidget':
      windows.hideWidget();
      return;
    case 'size':
      void core.handlers['preferences.set']({ name: 'widget.size', value: action.size });
      return;
    case 'move':
      windows.moveWidget(action.corner);
      return;
    case 'page':
      windows.showMain(action.page);
      return;
    case 'signIn':
      windows.showMain(null);
      return;
    case 'signOut':
      void core.handlers['session.signOut']({});
      return;
    case 'update':
      void core.handlers['updates.install']({});
      return;
    case 'quit':
      quit();
      return;
    default:
      assertNever(action);
  }
}
