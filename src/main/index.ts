// The first file of the app: what is needed before there is an icon. The core comes after it.
import { start } from './electron/start/start.ts';

start(async () => (await import('./make-core.ts')).makeCore);
