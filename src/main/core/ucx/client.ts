// The client of the vendor's API: puts the address, the credentials, the transport and the endpoints together.
import { parseServerAddress } from './address.ts';
import { createAuthorization } from './authorization.ts';
import { createBasePath } from './base-path.ts';
import type { UcxClient, UcxClientOptions, UcxLimits } from './client-types.ts';
import { createCompletedEndpoints } from './completed.ts';
import { createEndpointCaller } from './endpoint-call.ts';
import { createLiveEndpoints } from './live.ts';
import { openMedia } from './media.ts';
import { createTransport } from './transport.ts';
import { createUnusableClient } from './unusable-client.ts';
import { uploadRecording } from './upload.ts';

const apiPath = '/fw/Apps/Recorder/WebAPI';

const MB = 1024 * 1024;
export const defaultLimits: UcxLimits = { connectMs: 3000, answerMs: 5000, idleBodyMs: 15_000, jsonBytes: 8 * MB };
/** Completed recordings are searched for and decrypted at the server: their answers may begin so many times later. */
const slowAnswerFactor = 3;
/** An upload is examined and stored before it is answered. */
const uploadAnswerFactor = 12;

/**
 * Makes the client of one server and one user. Nothing is sent yet; nothing is ever thrown for what a server does.
 * An address that cannot be used makes a client whose every call fails with the reason. After `close()` every call is cancelled.
 */
export function createUcxClient(options: UcxClientOptions): UcxClient {
  const address = parseServerAddress(options.server, options.allowPlainHttp);
  if (!address.ok) return createUnusableClient(address.error);
  const { base, host } = address.value;
  const limits: UcxLimits = { ...defaultLimits, ...options.limits };
  const monotonic = options.monotonic ?? (() => performance.now());

  const transport = createTransport({
    base: new URL(base),
    authorization: createAuthorization(options.username, options.password),
    limits,
    certificateAuthorities: options.certificateAuthorities ?? [],
    monotonic,
  });
  const { onRequest, onAnswer } = options;
  const caller = createEndpointCaller({ transport, base, host, monotonic, onRequest, onAnswer });
  const livePath = createBasePath(`${apiPath}/LiveRecordings`);
  const completedPath = createBasePath(`${apiPath}/Recordings`);
  const slowAnswerMs = limits.answerMs * slowAnswerFactor;
  const completed = createCompletedEndpoints({ caller, path: completedPath, limits, answerMs: slowAnswerMs });

  return {
    ...createLiveEndpoints({
      caller,
      path: livePath,
      limits,
      username: options.username,
      mineRoute: options.mineRoute ?? null,
      ...(options.onMineRoute === undefined ? {} : { onMineRoute: options.onMineRoute }),
    }),
    ...completed,
    media: (id, signal) => openMedia(caller, completedPath.root, id, slowAnswerMs, signal),
    upload: async (metadata, audio, signal) => {
      // The audio can be sent only once, so the form of the address is learned with a list of one before.
      if (!completedPath.known()) await completed.listCompleted({ page: 0, pageSize: 1 }, signal);
      const answerMs = limits.answerMs * uploadAnswerFactor;
      return uploadRecording(caller, completedPath.current(), metadata, audio, answerMs, signal);
    },
    warm: () => {
      transport.warm();
    },
    close: () => {
      transport.close();
    },
  };
}
