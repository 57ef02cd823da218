// Which files of packages go into the package of a platform: what electron-builder.yml asks the environment for.

/**
 * The variables that electron-builder.yml names. They stand in its common list of files, because electron-builder takes nothing from packages that
 * only the list of one platform names (getNodeModuleFileMatcher in app-builder-lib, which reads no plain pattern but an exclusion there).
 *
 * - `SIDETONE_ADDONS`: the folders of add-ons, as packages name them. A universal app for macOS is merged from two, which must have the same
 *   files, so each has the add-on for each processor.
 * - `SIDETONE_X_CLIENT`: what speaks to the X server, on Linux alone; elsewhere a name that no package has.
 */
export function packingEnvironment(target: NodeJS.Platform, arch: string): Readonly<Record<string, string>> {
  return {
    SIDETONE_ADDONS: target === 'darwin' ? 'darwin-*' : `${target}-${arch}`,
    SIDETONE_X_CLIENT: target === 'linux' ? 'x11' : 'none',
  };
}
