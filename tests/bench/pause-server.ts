// A simulator in a process of its own, as a server is: it tells its parent when a pause request has arrived, by the clock both share.
import { startSimulator } from '../../src/simulator/simulator.ts';

const simulator = await startSimulator();
const call = simulator.beginCall({ username: 'ada.agent', remoteNumber: '+390551104729' });

simulator.onRequest(({ endpoint, method }) => {
  if (method === 'PUT') process.send?.({ kind: 'arrived', endpoint, at: process.hrtime.bigint().toString() });
});
process.on('message', (message) => {
  if (message === 'unpause') {
    simulator.setPaused(call.id, false);
    process.send?.({ kind: 'unpaused' });
  }
});
process.on('disconnect', () => process.exit(0));
process.send?.({ kind: 'ready', url: simulator.url, recordingId: call.id });
