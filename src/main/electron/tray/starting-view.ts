// The tray before there is a core: what the core says too until it has looked for a sign-in.
import type { Words } from '../../../shared/messages/shell.ts';
import type { TrayView } from './tray-view.ts';

export function startingView({ common, shell }: Words): TrayView {
  const state = common.state.signedOut;
  return {
    icon: { name: 'signedOut', marked: false },
    tooltip: shell.tray.tooltip(state),
    menu: [{ kind: 'text', label: state }],
    showsTime: false,
  };
}
