// The archive with all of the app's code: where a build puts it, and its hash, by which two builds are compared.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { root } from '../project.ts';

/** Where electron-builder puts the archive of a platform (win, mac, linux) and an architecture. */
export function archivePath(platform: string, arch: string, project = root): string {
  const suffix = arch === 'x64' ? '' : `-${arch}`;
  const folder =
    platform === 'mac'
      ? [`mac${suffix}`, 'Sidetone.app', 'Contents', 'Resources']
      : [`${platform}${suffix}-unpacked`, 'resources'];
  return path.join(project, 'dist', ...folder, 'app.asar');
}

/** The SHA-256 of a file, as 64 hexadecimal digits. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
