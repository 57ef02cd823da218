// The client of the vendor's API: puts the address, the credentials, the transport and the endpoints together.
import { parseServerAddress, type ServerAddress } from './transport/address.ts';
import { createAuthorization } from './transport/authorization.ts';
import { createBasePath } from './transport/base-path.ts';
import type { UcxClient, UcxClientOptions, UcxLimits } from './client-types.ts';
import { CompletedEndpoints } from './completed.ts';
import { EndpointCaller } from './transport/endpoint-call.ts';
import { createLiveEndpoints } from './live.ts';
import { openMedia } from './media.ts';
import { Transport } from './transport/transport.ts';
import { createUnusableClient } from './unusable-client.ts';
import { uploadRecording } from './upload.ts';

const apiPath = '/fw/Apps/Recorder/WebAPI';

const MB = 1024 * 1024;
export const defaultLimits: UcxLimits = {
  connectMs: 3000,
  answerMs: 5000,
  liveReadMs: 8000,
  idleBodyMs: 15_000,
  jsonBytes: 8 * MB,
};
/** Completed recordings are searched for and decrypted at the server: their answers may begin so many times later. */
const slowAnswerFactor = 3;
/** An upload is examined and stored before it is answered. */
const uploadAnswerFactor = 12;

function createCaller(options: UcxClientOptions, address: ServerAddress, limits: UcxLimits) {
  const monotonic = options.monotonic ?? (() => performance.now());
  const transport = new Transport({
    base: new URL(address.base),
    authorization: createAuthorization(options.username, options.password),
    limits,
    certificateAuthorities: options.certificateAuthorities ?? [],
    findRoute: options.findRoute,
    monotonic,
  });
  return { transport, caller: new EndpointCaller({ transport, address, monotonic, observer: options }) };
}

/**
 * Makes the client of one server and one user. Nothing is sent yet; nothing is ever thrown for what a server does.
 * An address that cannot be used makes a client whose every call fails with the reason. After `close()` every call is cancelled.
 */
export function createUcxClient(options: UcxClientOptions): UcxClient {
  const address = parseServerAddress(options.server, options.allowPlainHttp);
  if (!address.ok) return createUnusableClient(address.error);
  const limits: UcxLimits = { ...defaultLimits, ...options.limits };
  const { transport, caller } = createCaller(options, address.value, limits);
  const livePath = createBasePath(`${apiPath}/LiveRecordings`);
  const path = createBasePath(`${apiPath}/Recordings`);
  const slowAnswerMs = limits.answerMs * slowAnswerFactor;
  const completed = new CompletedEndpoints({ caller, path, limits, answerMs: slowAnswerMs });
  return {
    ...createLiveEndpoints({ caller, path: livePath, limits, user: options }),
    listCompleted: (query, signal) => completed.list(query, signal),
    detail: (id, signal) => completed.detail(id, signal),
    media: (id, signal) => openMedia(caller, path.root, id, slowAnswerMs, signal),
    upload: async (metadata, audio, signal) => {
      // The audio can be sent only once, so the form of the address is learned from a list of one before.
      if (!path.known()) await completed.list({ page: 0, pageSize: 1 }, signal);
      const target = { path: path.current(), answerMs: limits.answerMs * uploadAnswerFactor };
      return uploadRecording(caller, target, metadata, audio, signal);
    },
    warm: () => {
      transport.warm();
    },
    close: () => {
      transport.close();
    },
  };
}
