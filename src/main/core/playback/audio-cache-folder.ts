// Where cached audio is. Apart from the cache, for a shell that must delete it at once and needs nothing else of it.
import { join } from 'node:path';

export const audioCacheIn = (localFolder: string): string => join(localFolder, 'audio-cache');
