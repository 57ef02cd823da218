// A log server for tests, which reads what arrives as RFC 5424 asks.
import { goodTestCertificate } from '../../src/simulator/certificate.ts';
import { SyslogError } from '../../src/simulator/alerts/syslog-parser.ts';
import {
  SyslogReceiver,
  type SyslogArrival,
  type SyslogTransport,
} from '../../src/simulator/alerts/syslog-receiver.ts';

/** A log server, and what has arrived at it. */
export class LogServer {
  readonly arrived: SyslogArrival[] = [];
  address = '';
  close: () => Promise<void> = () => Promise.resolve();
  #onArrival = (): void => undefined;

  static async start(transport: SyslogTransport): Promise<LogServer> {
    const made = new LogServer();
    const receiver = await SyslogReceiver.start({
      transport,
      certificate: goodTestCertificate,
      onArrival: (arrival) => {
        made.arrived.push(arrival);
        made.#onArrival();
      },
    });
    made.close = () => receiver.close();
    made.address = `${transport}://127.0.0.1:${String(receiver.port)}`;
    return made;
  }

  /** The first alert of a kind, once it has arrived. */
  async alert(kind: string): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.said.find((one) => one['kind'] === kind);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => (this.#onArrival = resolve));
    }
  }

  /** What the first so many messages say. */
  async facts(count: number): Promise<Record<string, unknown>[]> {
    while (this.arrived.length < count) await new Promise<void>((resolve) => (this.#onArrival = resolve));
    return this.said;
  }

  /** What every message says that has arrived. @throws SyslogError on one that isn't RFC 5424 */
  get said(): Record<string, unknown>[] {
    return this.arrived.map(({ read }) => {
      if (read instanceof SyslogError) throw read;
      return JSON.parse(read.message) as Record<string, unknown>;
    });
  }
}
