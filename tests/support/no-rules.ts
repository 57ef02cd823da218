// The local socket of an app that no browser reports rules to.
import type { CommandServerOptions } from '../../src/main/command-line/server.ts';

export const noRules: CommandServerOptions['connectRules'] = () => ({ take: () => undefined, close: () => undefined });
