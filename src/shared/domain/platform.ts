// The operating systems that Sidetone runs on, by the names its own code uses.

export const platforms = ['windows', 'mac', 'linux'] as const;
export type Platform = (typeof platforms)[number];

/** From Node's name of the system; anything unknown is treated like Linux. */
export const platformOf = (nodePlatform: string): Platform =>
  nodePlatform === 'win32' ? 'windows' : nodePlatform === 'darwin' ? 'mac' : 'linux';
