// What uploads need from the rest of the core.
import type { Ports } from '../platform/ports.ts';
import type { UcxClient } from '../ucx/client-types.ts';
import type { KnownUser } from './upload-draft.ts';

export type UploadSession = {
  /** Null while signed out. */
  client(): UcxClient | null;
  /** Identifies server and user; null while signed out. */
  account(): string | null;
  /** What is known of the signed-in user, for the first filling of the form. */
  knownUser(): KnownUser;
  /** The server refused the credentials. */
  refused(): void;
};

export type UploadsDependencies = {
  readonly ports: Pick<Ports, 'clock' | 'files' | 'log'>;
  readonly session: UploadSession;
  /** Patterns by which files of our own may be named, most likely first. */
  readonly namePatterns: () => readonly string[];
  readonly onChange: () => void;
};
